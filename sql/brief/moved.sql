-- Which incidents do these facts belong to now?
SELECT fact_id, incident_id, place, day
FROM incident_facts
JOIN (SELECT incident_id, place, day FROM incidents) AS incident USING (incident_id)
WHERE list_contains($facts::VARCHAR[], fact_id)
