-- What did these runs find, and how much of it landed?
SELECT run_id, flow, night, started, discovered, landed, unchanged, rejected
FROM runs
WHERE list_contains($machine::VARCHAR[], run_id)
ORDER BY started
