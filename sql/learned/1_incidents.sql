-- Incidents, the most widely reported first
SELECT
    day, place, acled_sub_event AS what, source AS "by", target AS "to", n_sources AS outlets,
    deaths_low AS "dead, low", deaths_high AS "high"
FROM incidents
WHERE acled_sub_event <> 'Other' AND day >= first_report - 31
ORDER BY n_sources DESC, day DESC, place, incident_id
LIMIT 10
