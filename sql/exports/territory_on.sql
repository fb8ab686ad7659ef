-- Who holds which place on the last day of the filter, by default of the lake, with the columns that a map needs?
SELECT
    held.* EXCLUDE (latitude, longitude),
    held.since AS day,
    facts.latitude,
    facts.longitude,
    facts.west,
    facts.south,
    facts.east,
    facts.north,
    facts.admin1,
    facts.geo_precision,
    facts.plover,
    facts.confidence
FROM territory_on(coalesce(getvariable('last_day'), (SELECT max(published_date) FROM articles))) AS held
JOIN (
    SELECT fact_id, latitude, longitude, west, south, east, north, admin1, geo_precision, plover, confidence FROM corrected_events AS events
) AS facts USING (fact_id)
