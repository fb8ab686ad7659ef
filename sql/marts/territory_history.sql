-- Who held a place, from when to when, and according to whom?
-- SELECT * FROM territory_history('Hama')
-- What territory_on answers from day to day: one row whenever the holder or the status changes, with the sentence that
-- decides; `until` is the day of the next row, or on which a fight lapses. A denial has a row of its own day if it
-- changes the answer. Places of the same name in several countries have separate rows, and so have the parts of a town.
-- Answers only for the lake in use, and raises an error for another; the view territory_history_of_each_place answers
-- for any attached lake.
-- example: SELECT holder, since, until, status, sentence FROM territory_history('Aleppo')
CREATE OR REPLACE MACRO territory_history(of_place) AS TABLE
WITH checked AS MATERIALIZED (
    SELECT if(
        lake_id = '{lake_id}',
        true,
        error(
            'territory_history answers for the lake in use: USE this lake first, '
            || 'or ask its view territory_history_of_each_place'
        )
    ) AS is_mine
    FROM first_use_this_lake_or_ask_its_views_of_each_day_and_place
),

answers AS (
    SELECT
        held.* EXCLUDE (since),
        valid_from AS since,
        lag({'holder': holder, 'status': status}) OVER (PARTITION BY spot ORDER BY valid_from) AS before,
        lag(if(status = 'contested', valid_to, NULL)) OVER (PARTITION BY spot ORDER BY valid_from) AS lapsed,
        max(valid_to) OVER (PARTITION BY spot) AS last_day
    FROM (SELECT DISTINCT spot FROM control_changes WHERE lower(place) = lower(of_place)) AS named
    JOIN territory_held AS held USING (spot)
    -- not the day on which background becomes history, of which no report tells
    JOIN (
        SELECT spot, day AS valid_from FROM control_changes
        UNION
        -- of its town, with which a part of one falls
        SELECT part.spot, whole.day
        FROM control_changes AS part
        JOIN control_changes AS whole ON whole.spot = part.place_id::VARCHAR AND whole.spot <> part.spot
    ) AS changes USING (spot, valid_from)
)

SELECT
    place,
    holder,
    since,
    coalesce(
        least(lead(since) OVER of_spot, lead(lapsed) OVER of_spot + 1),
        if(last_day < DATE '9999-12-31', last_day + 1, NULL)
    ) AS until,
    status,
    holder_actor,
    country,
    n_sources AS n_outlets,
    sentence,
    url,
    fact_id
FROM checked  -- first, so that where no lake is in use the error has the name of its view
CROSS JOIN answers
WHERE is_mine AND (before IS DISTINCT FROM {'holder': holder, 'status': status} OR lapsed < since - 1)
WINDOW of_spot AS (PARTITION BY spot ORDER BY since)
ORDER BY country, since, fact_id
