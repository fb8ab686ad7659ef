-- Coordinates come in pairs, lie on the globe, and are null where the place is a whole country.
WITH located AS (
    SELECT
        'events' AS fact_table, fact_id, place, latitude, longitude,
        geo_precision = 3 AND admin1 IS NULL AS is_country
    FROM events
    UNION ALL
    SELECT
        'figures' AS fact_table, fact_id, place, latitude, longitude,
        geo_precision = 3 AND admin1 IS NULL AS is_country
    FROM figures
    UNION ALL
    SELECT 'mentions' AS fact_table, fact_id, "text" AS place, latitude, longitude, false AS is_country
    FROM mentions
)

SELECT *
FROM located
WHERE (latitude IS NULL) <> (longitude IS NULL)
    OR latitude NOT BETWEEN -90 AND 90
    OR longitude NOT BETWEEN -180 AND 180
    OR (is_country AND latitude IS NOT NULL)
