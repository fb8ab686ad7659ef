-- Every fact's evidence sentence is the article's text cut at its offsets (code points).
WITH facts AS (
    SELECT 'events' AS fact_table, fact_id, article_id, "start", "end", sentence FROM events
    UNION ALL
    SELECT 'figures' AS fact_table, fact_id, article_id, "start", "end", sentence FROM figures
    UNION ALL
    SELECT 'quotes' AS fact_table, fact_id, article_id, "start", "end", sentence FROM quotes
    UNION ALL
    SELECT 'relations' AS fact_table, fact_id, article_id, "start", "end", sentence FROM relations
    UNION ALL
    SELECT 'mentions' AS fact_table, fact_id, article_id, "start", "end", sentence FROM mentions
)

SELECT facts.*
FROM facts
JOIN articles USING (article_id)
WHERE substring(text, "start" + 1, "end" - "start") IS DISTINCT FROM sentence
