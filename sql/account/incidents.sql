-- Which incidents did this run report for the first time?
SELECT incidents.day, incidents.place, incidents.acled_sub_event, incidents.source, incidents.target, n_sources, sentence, url
FROM incidents
JOIN (SELECT fact_id FROM events WHERE run_id = $run_id) USING (fact_id)
ORDER BY incidents.day DESC, n_sources DESC, incidents.place
LIMIT 20
