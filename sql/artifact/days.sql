-- How many facts did this run land, by day of publication? The latest thirty days.
SELECT published_date AS day, count(*) AS "rows"
FROM (
    SELECT published_date FROM events WHERE run_id = $run_id
    UNION ALL SELECT published_date FROM figures WHERE run_id = $run_id
    UNION ALL SELECT published_date FROM quotes WHERE run_id = $run_id
    UNION ALL SELECT published_date FROM relations WHERE run_id = $run_id
    UNION ALL SELECT published_date FROM mentions WHERE run_id = $run_id
)
GROUP BY day
ORDER BY day DESC
LIMIT 30
