-- How many documents of each source landed in these runs, and how many were rejected?
SELECT source_id AS source, sum(landed)::BIGINT AS landed, sum(rejected)::BIGINT AS rejected
FROM (
    SELECT source_id, 1 AS landed, 0 AS rejected FROM articles WHERE list_contains($machine::VARCHAR[], run_id)
    UNION ALL SELECT source_id, 0, 1 FROM rejects WHERE list_contains($machine::VARCHAR[], run_id)
)
GROUP BY source_id
ORDER BY 2, 3 DESC, source
