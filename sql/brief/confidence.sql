-- How many facts of each family have which confidence, in steps of 0.2?
SELECT
    family,
    count(*) AS n,
    count(*) FILTER (confidence < 0.2) AS below_20,
    count(*) FILTER (confidence >= 0.2 AND confidence < 0.4) AS below_40,
    count(*) FILTER (confidence >= 0.4 AND confidence < 0.6) AS below_60,
    count(*) FILTER (confidence >= 0.6 AND confidence < 0.8) AS below_80,
    count(*) FILTER (confidence >= 0.8) AS from_80
FROM (
    SELECT 'events' AS family, confidence FROM corrected_events AS events
    WHERE list_contains($articles::VARCHAR[], article_id)
    UNION ALL SELECT 'figures', confidence FROM corrected_figures AS figures
    WHERE list_contains($articles::VARCHAR[], article_id)
    UNION ALL SELECT 'quotes', confidence FROM corrected_quotes AS quotes
    WHERE list_contains($articles::VARCHAR[], article_id)
    UNION ALL SELECT 'relations', confidence FROM corrected_relations AS relations
    WHERE list_contains($articles::VARCHAR[], article_id)
    UNION ALL SELECT 'mentions', confidence FROM corrected_mentions AS mentions
    WHERE list_contains($articles::VARCHAR[], article_id)
)
GROUP BY family
ORDER BY family
