-- Every confidence lies between 0 and 1.
WITH facts AS (
    SELECT 'events' AS fact_table, fact_id, confidence FROM events
    UNION ALL
    SELECT 'figures' AS fact_table, fact_id, confidence FROM figures
    UNION ALL
    SELECT 'quotes' AS fact_table, fact_id, confidence FROM quotes
    UNION ALL
    SELECT 'relations' AS fact_table, fact_id, confidence FROM relations
    UNION ALL
    SELECT 'mentions' AS fact_table, fact_id, confidence FROM mentions
)

SELECT *
FROM facts
WHERE coalesce(confidence NOT BETWEEN 0 AND 1, true)
