-- Incidents, the weightiest first
SELECT
    day, place, coalesce(acled_sub_event, lower(plover), 'deaths') AS what, source AS "by", target AS "to",
    n_outlets AS outlets, deaths_low AS "dead, low", deaths_best AS best, deaths_high AS high
FROM incidents
WHERE when_told = 'new' AND last_report >= (SELECT max(last_report) FROM incidents) - 31
    AND acled_sub_event IS DISTINCT FROM 'Other'
ORDER BY
    log2(2 + coalesce(deaths_best, deaths_low, deaths_high, 0)) + n_independent_origins
    - datediff('day', first_report, (SELECT max(last_report) FROM incidents)) / 7 DESC,
    day DESC, place, incident_id
LIMIT 10
