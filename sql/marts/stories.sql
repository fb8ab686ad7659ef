-- How many outlets print each story, and whose is it?
-- One row a story: a report with its reprints and rewrites, on whatever night they came. The origin is the article
-- published first, as far as is known. Two stories on one happening are two rows: `incidents` counts both, `n_outlets`
-- the outlets, `n_independent_origins` the stories.
-- example: SELECT title, n_sources, outlets FROM stories LIMIT 10
CREATE OR REPLACE VIEW stories AS
WITH named AS (
    SELECT *, coalesce(site, regexp_extract(url, '^\w+://([^/:]+)', 1)) AS outlet
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
