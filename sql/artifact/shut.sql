-- Which outlets blocked this run with a bot wall, and of which vendor?
SELECT
    regexp_extract(url, '^[a-z]+://([^/?#]+)', 1) AS host,
    nullif(regexp_extract(detail, 'is shut to robots by (.+): it answered \d+\.$', 1), '') AS vendor,
    count(*) AS documents
FROM rejects
WHERE run_id = $run_id AND reason IN ('bot_wall', 'robot_check')
GROUP BY ALL
ORDER BY documents DESC, host, vendor
