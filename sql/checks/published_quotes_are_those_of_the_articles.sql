-- Every quotation stands in published_quotes, with its day of publication and the story of its article, and no other.
SELECT coalesce(quotation.fact_id, kept.fact_id) AS fact_id, coalesce(quotation.article_id, kept.article_id) AS article_id
FROM (
    SELECT fact_id, article_id, published_date, story_id
    FROM corrected_quotes
    JOIN (SELECT article_id, story_id FROM articles) AS article USING (article_id)
) AS quotation
FULL JOIN (SELECT fact_id, article_id, published_date, story_id FROM published_quotes) AS kept
    USING (fact_id, article_id, published_date, story_id)
WHERE quotation.fact_id IS NULL OR kept.fact_id IS NULL
