-- Which events are there, with their incident, article, outlet and the names of country and division?
-- `plover_context` is PLOVER's context, called mode in the lexicon.
SELECT
    events.* REPLACE (modes.mode AS plover_mode),
    if(modes.mode IS NULL, events.plover_mode, NULL) AS plover_context,
    least(coalesce(date_end, events.published_date), events.published_date) AS day,
    incident_id,
    countries.name AS country_name,
    divisions.name AS admin1_name,
    site AS outlet,
    title,
    articles.url
FROM corrected_events AS events
JOIN articles USING (article_id)
LEFT JOIN (SELECT fact_id, incident_id FROM incident_facts) AS incident_facts USING (fact_id)
LEFT JOIN plover_modes AS modes ON modes.plover = events.plover AND modes.mode = events.plover_mode
LEFT JOIN countries ON countries.alpha2 = events.country
LEFT JOIN divisions ON divisions.country = events.country AND divisions.admin1 = events.admin1
