-- Which rows has the table published_stories, computed from nothing?
-- The stories of all articles; the view stories says what the columns mean. Landings keep the table equal to this view;
-- a check compares them.
-- example: SELECT story_id FROM published_stories_now EXCEPT SELECT story_id FROM published_stories
CREATE OR REPLACE VIEW published_stories_now AS
SELECT
    story_id,
    any_value(origin_article_id) AS origin_article_id,
    any_value(site) FILTER (article_id = origin_article_id) AS origin_outlet,
    any_value(published_at) FILTER (article_id = origin_article_id) AS origin_published_at,
    any_value(title) FILTER (article_id = origin_article_id) AS title,
    any_value(url) FILTER (article_id = origin_article_id) AS url,
    count(*) AS n_articles,
    len(list(DISTINCT site)) AS n_sources,  -- the same list again: to count as well costs more
    list_sort(list(DISTINCT site)) AS outlets,
    min(published_date) AS first_published,
    max(published_date) AS last_published
FROM articles
GROUP BY story_id
