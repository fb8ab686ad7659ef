-- Which facts report each of these incidents, from which outlet and in which sentence?
SELECT
    incident_id, part, fact_id, article_id, outlet, told.published_date AS published, number, modality, attribution,
    confidence,
    sentence, url
FROM incident_facts
JOIN (
    SELECT fact_id, published_date, sentence_index, NULL AS number, modality, attribution, confidence, sentence
    FROM corrected_events AS events
    UNION ALL
    SELECT fact_id, published_date, sentence_index, number, modality, attribution, confidence, sentence
    FROM corrected_figures AS figures
) AS told USING (fact_id)
JOIN (
    SELECT article_id, url, site AS outlet FROM articles
) AS article USING (article_id)
WHERE list_contains($incidents::VARCHAR[], incident_id)
ORDER BY incident_id, published, article_id, sentence_index, fact_id
