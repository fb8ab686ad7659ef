-- Every fact has its article, with the same day of publication.
WITH facts AS (
    SELECT 'events' AS fact_table, fact_id, article_id, published_date FROM events
    UNION ALL
    SELECT 'figures' AS fact_table, fact_id, article_id, published_date FROM figures
    UNION ALL
    SELECT 'quotes' AS fact_table, fact_id, article_id, published_date FROM quotes
    UNION ALL
    SELECT 'relations' AS fact_table, fact_id, article_id, published_date FROM relations
    UNION ALL
    SELECT 'mentions' AS fact_table, fact_id, article_id, published_date FROM mentions
)

SELECT facts.*
FROM facts
LEFT JOIN articles USING (article_id)
WHERE articles.article_id IS NULL
    OR facts.published_date IS NULL
    OR facts.published_date <> articles.published_date
