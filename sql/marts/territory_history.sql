-- Who held a place, from when to when, by whose word?
-- SELECT * FROM territory_history('Hama')
-- One row a change of hands, or a fight, as its day's reports tell it; `until` is the day of the next change to another
-- holder. status: disputed (somebody denies it, or another is said to hold the place on the same day), contested
-- (fighting goes on), confirmed (two outlets in their own voice), reported (one) or claimed (only somebody quoted).
-- A sentence that calls the fighters only near the place, or on its edge, is no hold of it.
-- example: SELECT holder, since, until, status, sentence FROM territory_history('Aleppo')
CREATE OR REPLACE MACRO territory_history(of_place) AS TABLE
WITH told AS (
    SELECT
        *,
        CASE territory WHEN 'lost' THEN target ELSE source END AS holder_text,
        CASE territory WHEN 'lost' THEN target_actor ELSE source_actor END AS holder_actor,
        coalesce(holder_actor, lower(holder_text)) AS holder_key
    FROM dated_events
    WHERE territory IS NOT NULL AND lower(place) = lower(of_place) AND geo_precision IN (1, 2)
        AND modality IN ('asserted', 'claimed', 'denied')
        AND NOT regexp_matches(
            lower(sentence), '\b(edge|outskirts|gates?|approaches) of\b|\b(positions|advancing|advanced) (near|towards|outside)\b'
        )
),

by_day AS (
    SELECT
        day,
        territory = 'contested' AS is_contested,
        holder_key,
        any_value(place) AS place,
        any_value(country) AS country,
        arg_min(holder_text, (modality, fact_id)) AS holder_text,
        any_value(holder_actor) AS holder_actor,
        bool_or(modality = 'denied') AS is_denied,
        bool_and(modality = 'denied') AS is_only_denied,
        count(DISTINCT outlet) FILTER (modality = 'asserted') AS n_asserting,
        count(DISTINCT outlet) AS n_outlets,
        arg_min(sentence, (modality = 'denied', modality = 'claimed', fact_id)) AS sentence,
        arg_min(url, (modality = 'denied', modality = 'claimed', fact_id)) AS url,
        arg_min(fact_id, (modality = 'denied', modality = 'claimed', fact_id)) AS fact_id
    FROM told
    GROUP BY day, is_contested, holder_key
),

ranked AS (
    SELECT
        *,
        count(DISTINCT holder_key) FILTER (NOT is_contested) OVER (PARTITION BY day) > 1 AS has_rival,
        lag(holder_key) OVER (ORDER BY day, is_contested, fact_id) AS before
    FROM by_day
    WHERE NOT is_only_denied
        OR NOT EXISTS (SELECT 1 FROM told WHERE told.holder_key = by_day.holder_key AND modality <> 'denied')
)

SELECT
    place,
    if(is_contested, NULL, coalesce(name, holder_text)) AS holder,
    day AS since,
    lead(day) OVER (ORDER BY day, is_contested, ranked.fact_id) AS until,
    CASE
        WHEN is_denied OR (has_rival AND NOT is_contested) THEN 'disputed'
        WHEN is_contested THEN 'contested'
        WHEN n_asserting >= 2 THEN 'confirmed'
        WHEN n_asserting = 1 THEN 'reported'
        ELSE 'claimed'
    END AS status,
    holder_actor,
    country,
    n_outlets,
    sentence,
    url,
    ranked.fact_id
FROM ranked
LEFT JOIN (SELECT actor_id, name FROM actors) AS naming ON naming.actor_id = holder_actor
WHERE before IS DISTINCT FROM holder_key OR is_contested
ORDER BY since, ranked.fact_id
