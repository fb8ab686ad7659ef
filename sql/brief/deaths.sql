-- How many were killed per day, from the lowest to the highest number, in towns only?
-- Tolls of whole regions and countries contain those of their towns and are not added. `is_open`: some toll has no
-- highest number ("at least 41"); `is_floor`: some toll has no lowest number. Who killed them is not known, so there
-- are no rows for an actor.
SELECT
    day,
    sum(coalesce(low, 0))::BIGINT AS low,
    if(count(best) = count(*), sum(best), NULL)::BIGINT AS best,
    sum(coalesce(high, low))::BIGINT AS high,
    bool_or(high IS NULL) AS is_open,
    bool_or(low IS NULL) AS is_floor,
    bool_or(disputed) AS is_disputed,
    sum(n_incidents)::BIGINT AS n_incidents
FROM fatalities_by_day
WHERE day BETWEEN $first AND $last
    AND $actors::VARCHAR[] IS NULL
    AND place IS NOT NULL
    AND coalesce(geo_precision, 1) < 3
    AND ($country IS NULL OR country = $country)
    AND ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], lower(place))
        OR list_contains($place_ids::BIGINT[], place_id))
GROUP BY day
ORDER BY day
