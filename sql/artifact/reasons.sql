-- For which reasons did this run reject documents for the first time?
SELECT stage, reason, count(*) AS documents
FROM rejects
WHERE run_id = $run_id
GROUP BY stage, reason
ORDER BY documents DESC, stage, reason
