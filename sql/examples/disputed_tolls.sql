-- On which days, and where, do outlets disagree on how many were killed?
SELECT day, place, country, low, high, n_sources, sentence, url
FROM fatalities_by_day
WHERE disputed
ORDER BY high - low DESC, n_sources DESC, day
