-- How many outlets published each story, and which was first?
-- One row per story: a report with its reprints and rewrites, of any night. The origin is the article published first,
-- as far as known. Two independent stories about one incident are two rows; in `incidents` they are one row, with
-- `n_outlets` and, if two outlets wrote them, two `n_independent_origins`.
-- example: SELECT title, n_sources, outlets FROM stories LIMIT 10
CREATE OR REPLACE VIEW stories AS
WITH named AS (
    SELECT *, site AS outlet
    FROM articles
)

SELECT
    told.story_id,
    told.origin_article_id,
    any_value(origin.outlet) AS origin_outlet,
    any_value(origin.published_at) AS origin_published_at,
    any_value(origin.title) AS title,
    any_value(origin.url) AS url,
    count(*) AS n_articles,
    count(DISTINCT told.outlet) AS n_sources,
    list_sort(list(DISTINCT told.outlet)) AS outlets,
    min(told.published_date) AS first_published,
    max(told.published_date) AS last_published
FROM named AS told
LEFT JOIN named AS origin ON origin.article_id = told.origin_article_id
GROUP BY told.story_id, told.origin_article_id
ORDER BY n_sources DESC, first_published, told.story_id
