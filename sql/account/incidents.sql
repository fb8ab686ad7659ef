-- Which incidents did this run report for the first time?
SELECT
    incidents.day,
    incidents.place,
    coalesce(incidents.acled_sub_event, lower(incidents.plover)) AS what,
    incidents.source AS "by",
    incidents.target AS "to",
    n_sources AS outlets,
    sentence,
    url
FROM incidents
JOIN (SELECT fact_id FROM events WHERE run_id = $run_id) USING (fact_id)
ORDER BY incidents.day DESC, n_sources DESC, incidents.place
LIMIT 20
