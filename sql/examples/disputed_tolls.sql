-- On which days, and where, do outlets disagree on how many were killed?
SELECT day, place, country, low, high, n_sources, sentence, url
FROM fatalities_by_day
WHERE best IS NULL AND n_origins > 1
ORDER BY high - low DESC
