-- On which of these incidents do reports contradict one another, and what does each state?
SELECT *
FROM contradictions
WHERE list_contains($incidents::VARCHAR[], incident_id)
ORDER BY incident_id, about, one_fact, other_fact
