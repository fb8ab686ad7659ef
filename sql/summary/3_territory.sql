-- Changes of territorial control in this run
SELECT place, holder, since, status, n_sources AS outlets
FROM territory_on((SELECT max(published_date) FROM articles WHERE date_source <> 'fetched'))
JOIN (
    SELECT fact_id, published_date
    FROM corrected_events
    WHERE territory IS NOT NULL AND run_id = (SELECT arg_max(run_id, started) FROM runs)
) AS brought USING (fact_id)
WHERE holder IS NOT NULL AND since > published_date - 31
ORDER BY since DESC, place
