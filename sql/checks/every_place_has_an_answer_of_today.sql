-- Every place with a change of control has one row of territory_held that holds until today, unless the last it tells of
-- is a fight, which lapses.
SELECT fact_id, article_id, spot
FROM control_changes
LEFT JOIN (
    SELECT
        spot,
        count(*) FILTER (valid_to = DATE '9999-12-31') AS answers,
        arg_max(status, valid_from) AS last_status
    FROM territory_held
    GROUP BY spot
) AS held USING (spot)
WHERE spot IS NOT NULL
    AND answers IS DISTINCT FROM 1
    AND (answers IS DISTINCT FROM 0 OR last_status <> 'contested')
