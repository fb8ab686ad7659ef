-- How many outlets published each story, and which was first?
-- One row per story: a report with its reprints and rewrites, of any night. The origin is the article published first,
-- as far as known. Two independent stories about one incident are two rows; in `incidents` they are one row, with
-- `n_outlets` and, if two outlets wrote them, two `n_independent_origins`.
-- example: SELECT title, n_sources, outlets FROM stories LIMIT 10
CREATE OR REPLACE VIEW stories AS
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
ORDER BY n_sources DESC, first_published, story_id
