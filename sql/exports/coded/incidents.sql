-- Which codes do the standards give the country, division, actors and type of disorder of the selected incidents?
-- `known_source`, `known_target`: an actor of seeds/actors.csv, the target only if it is not the source itself; other
-- words for them are in `unnamed`. `acled_source`, `acled_target`: ACLED's name of those and of unnamed armed people.
-- `dead_are`: civilians or armed, by the word for the dead, else for the target.
-- `side_one`, `side_two`: UCDP's order of the sides: a state before others, else the source first.
SELECT
    chosen.*,
    if(source_actor IS NULL, NULL, source) AS known_source,
    if(other.actor_id IS NULL, NULL, target) AS known_target,
    source_actor IS NULL AND is_of_no_group(source) AS is_source_unidentified,
    target_actor IS NULL AND is_of_no_group(target) AS is_target_unidentified,
    'Unidentified Armed Group (' || country_name || ')' AS unidentified,
    if(is_source_unidentified, unidentified, known_source) AS acled_source,
    if(is_target_unidentified, unidentified, known_target) AS acled_target,
    concat_ws(
        ' ',
        if(source_actor IS NULL, 'Source as written: ' || source || '.', NULL),
        if(target_actor IS NULL AND target IS DISTINCT FROM place, 'Target as written: ' || target || '.', NULL)
    ) AS unnamed,
    people_of(if(dead.fact_id IS NULL, target, dead.who)) AS dead_are,
    acled_event IS DISTINCT FROM 'Battles' AND CASE
        WHEN target_actor IS NOT NULL THEN coalesce(done.ucdp = 'civilians', false)
        ELSE coalesce(
            people_of(target),
            people_of(dead.who),
            if(acled_event = 'Violence against civilians', 'civilians', '')
        ) = 'civilians'
    END AS is_against_civilians,
    done.ucdp = 'state' AND doing.ucdp = 'armed' AS is_state_second,
    if(is_state_second, known_target, known_source) AS side_one,
    CASE WHEN is_against_civilians THEN 'Civilians' WHEN is_state_second THEN known_source ELSE known_target END AS side_two,
    countries.alpha3,
    countries."numeric"::INTEGER AS iso_numeric,
    countries.gw::INTEGER AS gw,
    countries.acled_region,
    countries.ucdp_region,
    round((divisions.south + divisions.north) / 2, 3) AS division_latitude,
    round((divisions.west + divisions.east) / 2, 3) AS division_longitude,
    CASE
        WHEN is_source_unidentified THEN 'Political militia'
        WHEN doer.country <> chosen.country THEN doing.abroad
        ELSE doing.acled
    END AS source_acled,
    CASE
        WHEN is_target_unidentified THEN 'Political militia'
        WHEN other.country <> chosen.country THEN done.abroad
        ELSE done.acled
    END AS target_acled,
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
LEFT JOIN actors AS other ON other.actor_id = target_actor AND target_actor IS DISTINCT FROM source_actor
LEFT JOIN actor_kinds AS done ON done.kind = other.kind
LEFT JOIN countries AS away ON away.alpha2 = other.country
LEFT JOIN (SELECT fact_id, who FROM corrected_figures AS figures) AS dead ON dead.fact_id = toll_fact_id
