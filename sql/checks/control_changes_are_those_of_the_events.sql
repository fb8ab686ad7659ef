-- Every change of control has its event and its article, with the same day of publication and the same story.
SELECT control_changes.fact_id, control_changes.article_id
FROM control_changes
LEFT JOIN (SELECT fact_id, published_date FROM events) AS event USING (fact_id, published_date)
LEFT JOIN (SELECT article_id, story_id FROM articles) AS article USING (article_id, story_id)
WHERE event.fact_id IS NULL OR article.article_id IS NULL
