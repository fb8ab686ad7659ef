-- Which actors and places appear in the warehouse for the first time in these articles?
-- Only resolved names count: a new spelling is not a new actor.
WITH named AS (
    SELECT
        if(actor_id IS NULL, 'place', 'actor') AS kind,
        coalesce(actor_id, place_id::VARCHAR) AS id,
        coalesce(name, "text") AS name,
        article_id, published_date, sentence, fact_id,
        list_contains($articles::VARCHAR[], article_id) AS is_fresh
    FROM corrected_mentions AS mentions
    WHERE (actor_id IS NOT NULL OR place_id IS NOT NULL) AND published_date <= $last + 1
)

SELECT
    kind,
    id,
    arg_min(name, (published_date, fact_id)) AS name,
    count(DISTINCT article_id) AS n_articles,
    arg_min(sentence, (published_date, fact_id)) AS sentence,
    arg_min(fact_id, (published_date, fact_id)) AS fact_id
FROM named
GROUP BY kind, id
HAVING bool_and(is_fresh)
ORDER BY kind, n_articles DESC, name
