-- How many have been killed or displaced in total, since when, and according to whom?
SELECT measure, low, high, qualifier, period_start_text AS since, place, coalesce(attribution, site) AS says, sentence, url
FROM figures
JOIN articles USING (article_id)
WHERE cumulative AND measure IN ('killed', 'displaced')
ORDER BY measure, low DESC
