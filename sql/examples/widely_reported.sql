-- Which happenings do the most outlets tell, with how many stories of their own and how many dead?
SELECT day, place, source, acled_sub_event, target, n_sources, n_origins, deaths_low, deaths_high, sentence, url
FROM incidents
ORDER BY n_origins DESC, n_sources DESC, day
LIMIT 20
