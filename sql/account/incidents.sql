-- Which incidents did this run report for the first time? The deadliest and most widely told first.
SELECT
    day,
    place,
    coalesce(acled_sub_event, lower(plover), 'deaths') AS what,
    source AS "by",
    target AS "to",
    n_outlets AS outlets,
    deaths_low AS "dead, low",
    deaths_high AS "high",
    sentence,
    url
FROM incidents
WHERE NOT EXISTS (
        SELECT 1
        FROM incident_facts
        JOIN articles USING (article_id)
        WHERE incident_facts.incident_id = incidents.incident_id AND articles.run_id <> $run_id
    )
    AND when_told = 'new'
ORDER BY
    log2(2 + coalesce(deaths_best, deaths_low, deaths_high, 0)) + n_independent_origins DESC, day DESC, place, incident_id
LIMIT 20
