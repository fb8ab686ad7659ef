-- Incidents of this run, by dead, sources and how lately reported
WITH told AS (
    SELECT DISTINCT incident_id
    FROM incident_facts
    JOIN articles USING (article_id)
    WHERE run_id = (SELECT arg_max(run_id, started) FROM runs)
)

SELECT
    day, place, coalesce(acled_sub_event, lower(plover), 'deaths') AS what, source AS "by", target AS "to",
    n_outlets AS outlets,
    CASE
        WHEN deaths_low = deaths_high THEN deaths_low::VARCHAR
        WHEN deaths_high IS NULL
            THEN coalesce(in_words || ' (at least ' || deaths_low || ')', 'at least ' || deaths_low)
        WHEN deaths_low IS NULL THEN 'at most ' || deaths_high
        ELSE deaths_low || ' to ' || deaths_high
    END AS killed
FROM incidents
LEFT JOIN (SELECT fact_id AS toll_fact_id, low AS deaths_low, in_words FROM told_in_words) AS vague
    USING (toll_fact_id, deaths_low)
SEMI JOIN told USING (incident_id)
WHERE when_told = 'new' AND acled_sub_event IS DISTINCT FROM 'Other'
ORDER BY
    log2(2 + coalesce(deaths_best, deaths_low, deaths_high, 0)) + n_independent_origins
    - least(datediff('day', first_report, max(last_report) OVER ()) / 7, 4) DESC,
    day DESC, place, incident_id
