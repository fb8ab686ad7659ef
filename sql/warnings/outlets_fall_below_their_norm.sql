-- No outlet publishes less than a quarter of its usual number of articles. Outlets with less than one article a day are
-- not judged: of seven expected in a week, one or none occur by chance in one week of a hundred.
SELECT outlet, silent_since, usual, lately, last_published
FROM outlets
WHERE is_silent
