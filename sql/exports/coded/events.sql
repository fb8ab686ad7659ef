-- Which codes do CAMEO and GDELT give the country and actors of the selected events, and which event represents its
-- incident?
-- `is_best`: the event with the highest confidence among those of its incident that have a code and are asserted or
-- claimed; always true for an event without an incident.
SELECT
    chosen.*,
    countries.fips,
    doer.name AS source_name,
    home.alpha3 AS source_alpha3,
    doing.cameo AS source_role,
    other.name AS target_name,
    away.alpha3 AS target_alpha3,
    done.cameo AS target_role,
    coalesce(n_outlets, 1) AS n_outlets,
    coalesce(n_articles, 1) AS n_articles,
    coalesce(n_mentions, 1) AS n_mentions,
    landed,
    row_number() OVER (
        PARTITION BY coalesce(incident_id, fact_id)
        ORDER BY chosen.cameo IS NULL, modality NOT IN ('asserted', 'claimed'), confidence DESC, fact_id
    ) = 1 AS is_best
FROM chosen
LEFT JOIN (SELECT incident_id, n_articles, n_outlets FROM incidents) AS told USING (incident_id)
LEFT JOIN (SELECT incident_id, count(*) AS n_mentions FROM incident_facts GROUP BY ALL) AS mentioned USING (incident_id)
LEFT JOIN (SELECT run_id, ended AS landed FROM runs) AS landing ON landing.run_id = chosen.run_id
LEFT JOIN countries ON countries.alpha2 = chosen.country
LEFT JOIN actors AS doer ON doer.actor_id = source_actor
LEFT JOIN actor_kinds AS doing ON doing.kind = doer.kind
LEFT JOIN countries AS home ON home.alpha2 = doer.country
LEFT JOIN actors AS other ON other.actor_id = target_actor
LEFT JOIN actor_kinds AS done ON done.kind = other.kind
LEFT JOIN countries AS away ON away.alpha2 = other.country
