-- Which two reports of one incident cannot both be right, on its toll or its day, and what do they say?
-- One row per pair of facts, from two outlets or from two voices in one article, never from reprints of one story, and
-- never a toll that an outlet told later with one that it told before. `about`: toll (no number of dead of the same kind
-- of people fits both; an open bound fits all numbers beyond it), day (exactly stated days of two articles that do not
-- overlap; within one article they are more often of two acts). `one` is the higher toll or the later day. Contradictions about who holds a place are in territory_on, status disputed.
-- example: SELECT about, one, other, one_outlet, other_outlet FROM contradictions ORDER BY day DESC
CREATE OR REPLACE VIEW contradictions AS
WITH outlet AS (
    SELECT article_id, story_id, site AS outlet FROM articles
),

tolls AS (
    SELECT
        incident_id, fact_id, article_id, low, high, attribution, sentence,
        lower(regexp_extract(who, '[^ ]+$')) AS people  -- "officers" of "two police officers"
    FROM incident_facts
    JOIN corrected_figures USING (fact_id, article_id)
    WHERE part = 'toll'
),

days AS (
    SELECT incident_id, fact_id, article_id, date_start, date_end, sentence
    FROM incident_facts
    JOIN corrected_events USING (fact_id, article_id)
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
        AND coalesce(one.people, 'people') = coalesce(other.people, 'people')
        AND (one.article_id <> other.article_id OR one.attribution IS DISTINCT FROM other.attribution)
    UNION ALL
    SELECT
        'day', incident_id, one.fact_id, other.fact_id, one.article_id, other.article_id, one.date_start::VARCHAR,
        other.date_start::VARCHAR, one.sentence, other.sentence
    FROM days AS one
    JOIN days AS other USING (incident_id)
    WHERE one.date_start > other.date_end AND one.article_id <> other.article_id
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
WHERE one_article = other_article
    OR (mine.story_id <> theirs.story_id AND (mine.outlet <> theirs.outlet OR mine.outlet = ''))
ORDER BY day, incident_id, about, one_fact, other_fact
