-- How many outlets report each incident, and how many of their reports are independent of one another?
SELECT
    'Reported by ' || n_outlets || if(n_outlets = 1, ' outlet, ', ' outlets, ')
    || n_independent_origins || if(n_independent_origins = 1, ' independent origin', ' independent origins') AS reported,
    day,
    place,
    acled_sub_event,
    sentence,
    url
FROM incidents
WHERE n_outlets > n_independent_origins
ORDER BY n_outlets DESC, n_independent_origins, day, incident_id
LIMIT 20
