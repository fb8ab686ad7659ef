-- Where do the sources contradict one another, on a toll or on the day, each with its sentence?
-- One row a pair of reports of one incident that cannot both be right. `about`: toll (numbers of dead that no number
-- fits both), day (stated days that do not overlap). Who holds a place is told by territory_on: its status is denied or
-- contested there.
-- example: SELECT about, one, other, one_outlet, other_outlet FROM contradictions ORDER BY day DESC
CREATE OR REPLACE VIEW contradictions AS
WITH outlet AS (
    SELECT article_id, story_id, coalesce(site, regexp_extract(url, '^\w+://([^/:]+)', 1)) AS outlet FROM articles
),

tolls AS (
    SELECT incident_id, fact_id, article_id, low, high, attribution, sentence
    FROM incident_facts
    JOIN figures USING (fact_id, article_id)
    WHERE part = 'toll'
),

days AS (
    SELECT incident_id, fact_id, article_id, date_start, date_end, sentence
    FROM incident_facts
    JOIN events USING (fact_id, article_id)
    WHERE part = 'act' AND date_precision = 'day'
),

pairs AS (
    SELECT
        'toll' AS about, incident_id, one.fact_id AS one_fact, other.fact_id AS other_fact,
        one.article_id AS one_article, other.article_id AS other_article,
        concat(coalesce(one.low::VARCHAR, ''), if(one.low = one.high, '', '–' || coalesce(one.high::VARCHAR, '')))
            AS one,
        concat(coalesce(other.low::VARCHAR, ''), if(other.low = other.high, '', '–' || coalesce(other.high::VARCHAR, '')))
            AS other,
        one.sentence AS one_sentence, other.sentence AS other_sentence
    FROM tolls AS one
    JOIN tolls AS other USING (incident_id)
    WHERE one.low > other.high
    UNION ALL
    SELECT
        'day', incident_id, one.fact_id, other.fact_id, one.article_id, other.article_id, one.date_start::VARCHAR,
        other.date_start::VARCHAR, one.sentence, other.sentence
    FROM days AS one
    JOIN days AS other USING (incident_id)
    WHERE one.date_start > other.date_end
)

SELECT
    about,
    pairs.incident_id,
    day,
    place,
    country,
    one,
    mine.outlet AS one_outlet,
    one_sentence,
    other,
    theirs.outlet AS other_outlet,
    other_sentence,
    one_fact,
    other_fact
FROM pairs
JOIN incidents USING (incident_id)
JOIN outlet AS mine ON mine.article_id = one_article
JOIN outlet AS theirs ON theirs.article_id = other_article
WHERE mine.story_id <> theirs.story_id OR one_article = other_article
ORDER BY day, incident_id, about, one_fact, other_fact
