-- How many outlets report each happening, and how many of their reports are independent of one another?
SELECT
    'Reported by ' || n_sources || if(n_sources = 1, ' outlet, ', ' outlets, ')
    || n_origins || if(n_origins = 1, ' independent origin', ' independent origins') AS reported,
    day,
    place,
    acled_sub_event,
    sentence,
    url
FROM incidents
WHERE n_sources > n_origins
ORDER BY n_sources DESC, n_origins, day
LIMIT 20
