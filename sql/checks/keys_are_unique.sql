-- No key occurs twice.
WITH keys AS (
    SELECT 'pages' AS of_table, page_id AS key FROM pages
    UNION ALL
    SELECT 'articles' AS of_table, article_id AS key FROM articles
    UNION ALL
    SELECT 'signatures' AS of_table, article_id AS key FROM signatures
    UNION ALL
    SELECT 'events' AS of_table, fact_id AS key FROM events
    UNION ALL
    SELECT 'figures' AS of_table, fact_id AS key FROM figures
    UNION ALL
    SELECT 'quotes' AS of_table, fact_id AS key FROM quotes
    UNION ALL
    SELECT 'relations' AS of_table, fact_id AS key FROM relations
    UNION ALL
    SELECT 'mentions' AS of_table, fact_id AS key FROM mentions
    UNION ALL
    SELECT 'corrections' AS of_table, correction_id AS key FROM corrections
    UNION ALL
    SELECT 'kept_reports' AS of_table, fact_id AS key FROM kept_reports
    UNION ALL
    SELECT 'incident_links' AS of_table, link_id AS key FROM incident_links
    UNION ALL
    SELECT 'incident_facts' AS of_table, fact_id AS key FROM incident_facts
    UNION ALL
    SELECT 'incidents' AS of_table, incident_id AS key FROM incidents
    UNION ALL
    SELECT 'daily_fatalities' AS of_table, concat_ws(' ', day, spot) AS key FROM daily_fatalities
    UNION ALL
    SELECT 'control_changes' AS of_table, concat_ws(' ', fact_id, spot) AS key FROM control_changes
    UNION ALL
    SELECT 'territory_held' AS of_table, concat_ws(' ', spot, valid_from) AS key FROM territory_held
    UNION ALL
    SELECT 'published_quotes' AS of_table, fact_id AS key FROM published_quotes
    UNION ALL
    SELECT 'published_stories' AS of_table, story_id AS key FROM published_stories
    UNION ALL
    SELECT 'rejects' AS of_table, reject_id AS key FROM rejects
    UNION ALL
    SELECT 'runs' AS of_table, run_id AS key FROM runs
)

SELECT of_table, key, count(*) AS times
FROM keys
GROUP BY of_table, key
HAVING times > 1
