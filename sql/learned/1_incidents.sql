-- Incidents
SELECT day, place, acled_sub_event AS what, source AS "by", target AS "to", n_sources AS outlets, deaths_low AS "dead, low", deaths_high AS "high"
FROM incidents
WHERE acled_event IS NOT NULL
ORDER BY n_sources DESC, day, place
LIMIT 10
