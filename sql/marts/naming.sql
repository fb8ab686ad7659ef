-- Which words does each outlet use for each actor, by month?
-- One row per outlet, month, actor and name as written. `share`: proportion of the outlet's mentions of the actor in
-- that month. Words for a people, "Syrian", are none for its state, nor are those for a part of it, "eastern Syria", or
-- those within the name of another actor, "US" in "US military".
-- example: SELECT outlet, month, words, n, share FROM naming WHERE actor_id = 'sy-opposition' ORDER BY outlet, month, n DESC
CREATE OR REPLACE VIEW naming AS
SELECT
    site AS outlet,
    date_trunc('month', mentions.published_date)::DATE AS month,
    actor_id,
    any_value(actor) AS actor,
    "text" AS words,
    count(*) AS n,
    count(DISTINCT mentions.article_id) AS n_articles,
    round(count(*) / sum(count(*)) OVER (PARTITION BY outlet, month, actor_id), 3) AS share
FROM (
    SELECT article_id, published_date, actor_id, coalesce(named.name, mentions.name) AS actor, "text"
    FROM corrected_mentions AS mentions
    LEFT JOIN (SELECT actor_id, name, kind FROM actors) AS named USING (actor_id)
    WHERE actor_id IS NOT NULL
    QUALIFY NOT coalesce(kind = 'country' AND (label = 'NORP' OR mentions.name <> named.name), false)
        AND coalesce(mention_end > max(mention_end) OVER (
            PARTITION BY article_id ORDER BY mention_start, mention_end DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), true)
) AS mentions
JOIN (SELECT article_id, site FROM articles) AS articles USING (article_id)
GROUP BY outlet, month, actor_id, "text"
ORDER BY outlet, month, actor_id, n DESC, words
