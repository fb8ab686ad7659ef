-- Coordinates are in pairs, boxes are complete, both are on the globe; countries have no point, no place has both.
WITH located AS (
    SELECT
        'events' AS fact_table, fact_id, place, latitude, longitude, west, south, east, north,
        geo_precision = 3 AND admin1 IS NULL AS is_country
    FROM events
    UNION ALL
    SELECT
        'figures' AS fact_table, fact_id, place, latitude, longitude, west, south, east, north,
        geo_precision = 3 AND admin1 IS NULL AS is_country
    FROM figures
    UNION ALL
    SELECT
        'mentions' AS fact_table, fact_id, "text" AS place, latitude, longitude, west, south, east, north,
        false AS is_country
    FROM mentions
)

SELECT *
FROM located
WHERE (latitude IS NULL) <> (longitude IS NULL)
    OR latitude NOT BETWEEN -90 AND 90
    OR longitude NOT BETWEEN -180 AND 180
    OR (is_country AND latitude IS NOT NULL)
    OR (west IS NULL) <> (south IS NULL)
    OR (west IS NULL) <> (east IS NULL)
    OR (west IS NULL) <> (north IS NULL)
    OR NOT (-180 <= west AND west <= east AND east <= 180)
    OR NOT (-90 <= south AND south <= north AND north <= 90)
    OR (latitude IS NOT NULL AND west IS NOT NULL)
