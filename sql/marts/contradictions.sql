-- Which two reports cannot both be right, on a toll, a day, a number or the holder of a place, and what do they say?
-- One row per pair of facts, from two outlets or from two voices in one article, never from reprints of one story, and
-- never a toll that an outlet told later with one that it told before. `about`: toll (no number of dead of the same
-- kind of people fits both: the armed of a side are one kind, as are men whom a side says it lost, and one voice of an
-- article cannot count fewer people than another patients; an open bound fits all numbers beyond it), day (days of one
-- act in two articles that do not overlap, each stated in the sentence of the act; within one article they are more
-- often of two acts), another measure of figures (two voices of one article, in sentences side by side,
-- neither a running total beside a count of days nor of other days), holder (two actors of which neither is part of the
-- other gained a place on one day, or a gain that, or whose loss by another, is denied on its day or in the week after,
-- where `other` says by whom; one place changes hands in one article without contradiction). What a side claims of its
-- enemy's dead contradicts a lower toll. `one` is the higher number or the later day. Only toll and day are of an
-- incident.
-- example: SELECT about, one, other, one_outlet, other_outlet FROM contradictions ORDER BY day DESC
CREATE OR REPLACE VIEW contradictions AS
WITH outlet AS (
    SELECT article_id, story_id, site AS outlet FROM articles
),

tolls AS (
    SELECT
        incident_id, fact_id, article_id, low, high, attribution, sentence, part,
        lower(regexp_extract(who, '[^ ]+$')) AS noun,  -- "officers" of "two police officers"
        coalesce(regexp_extract(who, '\b({nations})\b'), '') AS whose,  -- "Malian" of "Malian soldiers"
        CASE
            WHEN regexp_matches(noun, '^({soldiers})$') THEN 'soldiers'
            WHEN regexp_matches(noun, '^({fighters})$') THEN 'fighters'
            WHEN noun = 'men' AND regexp_matches(sentence, '\b(lost|losing) ' || regexp_escape(number)) THEN CASE
                WHEN regexp_matches(attribution, '(?i)\b({fighters})\b') THEN 'fighters'
                WHEN regexp_matches(attribution, '(?i)\b({states})\b') THEN 'soldiers'
                ELSE noun
            END
            ELSE coalesce(noun, 'people')
        END AS people
    FROM incident_facts
    JOIN corrected_figures USING (fact_id, article_id)
    WHERE part IN ('toll', 'claim')
),

counts AS (
    SELECT
        fact_id, article_id, measure, low, high, attribution, sentence, sentence_index, place, country, cumulative,
        period_start, period_end, published_date AS day
    FROM corrected_figures
    WHERE measure NOT IN ('killed', 'other') AND part_of IS NULL AND corrected_by IS NULL
        AND modality IN ('asserted', 'claimed') AND attribution IS NOT NULL
),

gains AS (
    SELECT
        *,
        if(
            modality = 'denied',
            concat_ws(' ', 'denied', 'by ' || coalesce(attribution, if(territory = 'lost', loser_text, NULL))),
            coalesce(name, holder_text)
        ) AS holder
    FROM control_changes
    LEFT JOIN (SELECT actor_id, name FROM actors) ON actor_id = holder_actor
    LEFT JOIN (
        SELECT fact_id, published_date, if(plover = 'REJECT', source, attribution) AS attribution
        FROM corrected_events
        WHERE modality = 'denied' OR plover = 'REJECT'
    ) USING (fact_id, published_date)
    WHERE (territory = 'gained' AND holder_key IS NOT NULL) OR (territory = 'lost' AND modality = 'denied')
),

days AS (
    SELECT incident_id, fact_id, article_id, date_start, date_end, acled_sub_event, territory, sentence
    FROM incident_facts
    JOIN corrected_events USING (fact_id, article_id)
    WHERE part = 'act' AND date_precision = 'day'
        -- a day that the reader took from another sentence is none that the text states of the act
        AND NOT coalesce(regexp_matches(evidence, '"date": \{[^}]*"inherited": true'), false)
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
        AND (
            (one.people = other.people AND ('' IN (one.whose, other.whose) OR one.whose = other.whose))
            OR (one.part = 'claim' AND other.people = 'people')
            -- fewer people in all than patients
            OR (other.people = 'people' AND one.article_id = other.article_id AND one.attribution <> other.attribution)
        )
        AND (one.article_id <> other.article_id OR one.attribution IS DISTINCT FROM other.attribution)
    UNION ALL
    SELECT
        'day', incident_id, one.fact_id, other.fact_id, one.article_id, other.article_id, one.date_start::VARCHAR,
        other.date_start::VARCHAR, one.sentence, other.sentence
    FROM days AS one
    JOIN days AS other USING (incident_id)
    WHERE one.date_start > other.date_end
        AND one.article_id <> other.article_id
        AND one.acled_sub_event IS NOT DISTINCT FROM other.acled_sub_event
        AND one.territory IS NOT DISTINCT FROM other.territory
),

happened AS (
    SELECT pairs.*, day, place, country
    FROM pairs
    JOIN incidents USING (incident_id)
    UNION ALL
    SELECT
        measure, NULL, one.fact_id, other.fact_id, article_id, article_id, one.low::VARCHAR, other.high::VARCHAR,
        one.sentence, other.sentence, one.day, coalesce(one.place, other.place), coalesce(one.country, other.country)
    FROM counts AS one
    JOIN counts AS other USING (article_id, measure)
    WHERE one.low > other.high
        AND abs(one.sentence_index - other.sentence_index) <= 1
        AND one.attribution <> other.attribution
        AND coalesce(one.place = other.place, true)
        AND one.cumulative = other.cumulative
        AND coalesce(one.period_start = other.period_start, true)
        AND coalesce(one.period_end = other.period_end, true)
    UNION ALL
    SELECT
        'holder', NULL, one.fact_id, other.fact_id, one.article_id, other.article_id, one.holder,
        other.holder, one.sentence, other.sentence, one.day, one.place, one.country
    FROM gains AS one
    JOIN gains AS other USING (spot)
    WHERE one.modality <> 'denied'
        AND if(
            other.modality = 'denied',
            other.day BETWEEN one.day AND one.day + 7
            AND (
                (
                    other.territory = 'lost'
                    AND one.holder_key IS DISTINCT FROM other.loser_key
                    AND NOT list_has_any(one.holder_line, other.loser_line)
                )
                OR one.holder_key = other.holder_key
                OR list_contains(one.holder_line, other.holder_actor)
                OR list_contains(other.holder_line, one.holder_actor)
            ),
            one.fact_id < other.fact_id
            AND one.day = other.day AND one.is_stated AND other.is_stated
            AND one.article_id <> other.article_id
            AND one.holder_actor <> other.holder_actor
            AND NOT list_contains(one.holder_line, other.holder_actor)
            AND NOT list_contains(other.holder_line, one.holder_actor)
        )
)

SELECT
    about,
    incident_id,
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
FROM happened
JOIN outlet AS mine ON mine.article_id = one_article
JOIN outlet AS theirs ON theirs.article_id = other_article
WHERE one_article = other_article
    OR (mine.story_id <> theirs.story_id AND (mine.outlet <> theirs.outlet OR mine.outlet = ''))
ORDER BY day, incident_id, about, one_fact, other_fact
