-- Which incidents do most outlets report, in how many independent stories, with how many dead?
SELECT
    day, place, source, acled_sub_event, target, n_outlets, n_independent_origins, deaths_low, deaths_best, deaths_high,
    sentence, toll_sentence
FROM incidents
ORDER BY n_independent_origins DESC, n_outlets DESC, day, incident_id
LIMIT 20
