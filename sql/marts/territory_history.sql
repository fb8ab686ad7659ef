-- Who held a place, from when to when, and according to whom?
-- SELECT * FROM territory_history('Hama')
-- One row per change of control, or fight, by the reports of its day; `until` is the day of the next row. status:
-- disputed (denied, or another holder is reported for the same day), contested (fighting continues), confirmed (two
-- outlets assert it), reported (one outlet does) or claimed (only quoted). A sentence that places fighters only near
-- the place, or on its edge, does not count (territory_changes). Places of the same name in several countries have
-- separate rows. Answers only for the lake in use, and raises an error for another; the view
-- territory_history_of_each_place answers for any attached lake.
-- example: SELECT holder, since, until, status, sentence FROM territory_history('Aleppo')
CREATE OR REPLACE MACRO territory_history(of_place) AS TABLE
WITH told AS (
    SELECT *
    FROM control_changes
    WHERE lower(place) = lower(of_place) AND (
        SELECT if(lake_id = '{lake_id}', true, error('territory_history answers for the lake in use: USE this lake first, or ask its view territory_history_of_each_place'))
        FROM lake_identity
    )
),

by_day AS (
    SELECT
        spot,
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
    GROUP BY spot, day, is_contested, holder_key
),

ranked AS (
    SELECT
        *,
        EXISTS (
            SELECT 1
            FROM by_day AS rival
            WHERE rival.spot = by_day.spot AND rival.day = by_day.day AND NOT rival.is_contested
                AND NOT rival.is_only_denied AND rival.holder_key <> by_day.holder_key
                AND NOT EXISTS (SELECT 1 FROM actor_kin WHERE one = by_day.holder_actor AND other = rival.holder_actor)
        ) AS has_rival,
        lag(holder_key) OVER (PARTITION BY spot ORDER BY day, is_contested, fact_id) AS before
    FROM by_day
    WHERE NOT is_only_denied
)

SELECT
    place,
    if(is_contested, NULL, coalesce(name, holder_text)) AS holder,
    day AS since,
    lead(day) OVER (PARTITION BY spot ORDER BY day, is_contested, ranked.fact_id) AS until,
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
LEFT JOIN actor_kin AS kin ON kin.one = holder_actor AND kin.other = before
WHERE (before IS DISTINCT FROM holder_key AND kin.one IS NULL) OR is_contested
ORDER BY country, since, ranked.fact_id
