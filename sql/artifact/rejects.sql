-- Which documents did this run reject for the first time, and why?
SELECT url, stage, reason, detail
FROM rejects
WHERE run_id = $run_id
ORDER BY stage, reason, url
LIMIT 200
