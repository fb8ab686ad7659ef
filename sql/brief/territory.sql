-- Who holds which town, on each day?
SELECT
    each_day.day AS on_day, place, holder, since, status, sentence, previous, latitude, longitude, n_sources,
    site AS outlet, url, fact_id
FROM (SELECT unnest(generate_series($from, $last, INTERVAL 1 DAY))::DATE AS day) AS each_day,
    LATERAL (SELECT * FROM territory_on(each_day.day)) AS held
WHERE latitude IS NOT NULL
    AND since >= $last - 365
    AND ($country IS NULL OR country = $country)
    AND ($actors::VARCHAR[] IS NULL OR list_contains($actors::VARCHAR[], holder_actor))
    AND ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], lower(place))
        OR list_contains($place_ids::BIGINT[], place_id))
ORDER BY on_day, place, held.fact_id
