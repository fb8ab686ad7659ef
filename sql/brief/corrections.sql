-- Which numbers did an outlet correct, and to what?
-- A number in words, such as "Four", may begin its sentence, but not what the brief says of it.
SELECT
    was.fact_id AS was_fact, was.measure, lower(was.number) AS was, was.sentence AS was_sentence, was.who, was.place,
    is_now.fact_id AS now_fact, lower(is_now.number) AS now, is_now.sentence AS now_sentence,
    is_now.published_date AS published, site AS outlet, url
FROM corrected_figures AS was
JOIN corrected_figures AS is_now ON is_now.fact_id = was.corrected_by
JOIN articles ON articles.article_id = is_now.article_id
WHERE list_contains($articles::VARCHAR[], is_now.article_id)
ORDER BY published DESC, was.fact_id
