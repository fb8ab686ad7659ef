-- Who holds which town
SELECT place, holder, since, status, n_sources AS outlets
FROM territory_on((SELECT max(published_date) FROM articles WHERE date_source <> 'fetched'))
WHERE holder IS NOT NULL
ORDER BY since DESC, place
LIMIT 10
