-- When was a document of each source last fetched (status 200, without robots.txt and the like), and how many in the
-- last seven days?
SELECT source_id, max(fetched_at) AS latest,
    count(*) FILTER (WHERE fetched_at > now() - INTERVAL 7 DAYS) AS in_a_week
FROM pages
WHERE coalesce(role, 'document') = 'document' AND status = 200
GROUP BY source_id
ORDER BY source_id
