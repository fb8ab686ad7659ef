-- No outlet publishes less than a quarter of its usual number of articles, or, if it usually publishes less than one a
-- day, pauses for longer than it ever did and than chance explains.
SELECT outlet, silent_since, usual, lately, last_published
FROM outlets
WHERE is_silent
