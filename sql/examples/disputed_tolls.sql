-- In which incidents do the sources disagree on how many were killed, and who says what?
SELECT day, place, country, deaths_low AS low, deaths_high AS high, tolls, toll_sentence AS sentence, toll_url AS url
FROM incidents
WHERE is_disputed
ORDER BY n_independent_origins DESC, deaths_high - deaths_low DESC NULLS LAST, day, place
