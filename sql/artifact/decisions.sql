-- How many facts did people correct or call wrong, and how many pairs did they link or cut?
WITH decided AS (
    SELECT DISTINCT fact_id, if(of_column IS NULL, 'fact called wrong', 'fact corrected') AS decision
    FROM corrections
    WHERE fact_published IS NOT NULL
    UNION ALL
    SELECT link_id, if(is_same, 'pair linked', 'pair cut') FROM incident_links WHERE made_by = 'person'
)

SELECT decision, count(*)::VARCHAR AS "count"
FROM decided
GROUP BY decision
ORDER BY decision
