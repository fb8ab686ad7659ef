-- Every place with a change of control has one row of territory_held that holds until today.
SELECT fact_id, article_id, spot
FROM control_changes
LEFT JOIN (
    SELECT spot, count(*) AS answers
    FROM territory_held
    WHERE valid_to = DATE '9999-12-31'
    GROUP BY spot
) AS held USING (spot)
WHERE spot IS NOT NULL AND answers IS DISTINCT FROM 1
