-- For which reasons did documents not become articles?
SELECT reason, stage, count(*) AS documents
FROM rejects
WHERE list_contains($machine::VARCHAR[], run_id)
GROUP BY reason, stage
ORDER BY documents DESC, reason, stage
