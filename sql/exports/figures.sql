-- Which figures are there, with article, outlet and the names of country and division?
SELECT
    figures.*,
    least(coalesce(period_end, figures.published_date), figures.published_date) AS day,
    incident_id,
    countries.name AS country_name,
    divisions.name AS admin1_name,
    site AS outlet,
    title,
    articles.url
FROM corrected_figures AS figures
JOIN articles USING (article_id)
LEFT JOIN (SELECT fact_id, incident_id FROM incident_facts) AS incident_facts USING (fact_id)
LEFT JOIN countries ON countries.alpha2 = figures.country
LEFT JOIN divisions ON divisions.country = figures.country AND divisions.admin1 = figures.admin1
