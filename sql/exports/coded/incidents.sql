-- Which codes do the standards give the country, division, actors and type of disorder of the selected incidents?
SELECT
    chosen.*,
    countries.alpha3,
    countries."numeric"::INTEGER AS iso_numeric,
    countries.gw::INTEGER AS gw,
    countries.acled_region,
    countries.ucdp_region,
    round((divisions.south + divisions.north) / 2, 3) AS division_latitude,
    round((divisions.west + divisions.east) / 2, 3) AS division_longitude,
    if(doer.country <> chosen.country, doing.abroad, doing.acled) AS source_acled,
    if(other.country <> chosen.country, done.abroad, done.acled) AS target_acled,
    doing.ucdp AS source_side,
    done.ucdp AS target_side,
    if(doing.ucdp = 'state', home.gw::INTEGER, NULL) AS source_gw,
    if(done.ucdp = 'state', away.gw::INTEGER, NULL) AS target_gw,
    (
        SELECT arg_max(disorder_type, disorder_types.acled_sub_event IS NOT NULL)
        FROM disorder_types
        WHERE disorder_types.acled_event = chosen.acled_event
            AND coalesce(disorder_types.acled_sub_event = chosen.acled_sub_event, disorder_types.acled_sub_event IS NULL)
    ) AS disorder_type
FROM chosen
LEFT JOIN countries ON countries.alpha2 = chosen.country
LEFT JOIN divisions ON divisions.country = chosen.country AND divisions.admin1 = chosen.admin1
LEFT JOIN actors AS doer ON doer.actor_id = source_actor
LEFT JOIN actor_kinds AS doing ON doing.kind = doer.kind
LEFT JOIN countries AS home ON home.alpha2 = doer.country
LEFT JOIN actors AS other ON other.actor_id = target_actor
LEFT JOIN actor_kinds AS done ON done.kind = other.kind
LEFT JOIN countries AS away ON away.alpha2 = other.country
