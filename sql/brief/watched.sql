-- How often does each name of the watch list occur in these articles, and since when has it been known?
SELECT
    watched AS name,
    count(DISTINCT article_id) FILTER (list_contains($articles::VARCHAR[], article_id)) AS n_articles,
    max(published_date) AS last_named,
    arg_max(sentence, (published_date, fact_id)) AS sentence,
    arg_max(fact_id, (published_date, fact_id)) AS fact_id
FROM unnest($watch::VARCHAR[]) AS list(watched)
LEFT JOIN corrected_mentions AS mentions ON lower(watched) IN (lower("text"), lower(name), actor_id)
GROUP BY watched
ORDER BY n_articles DESC, watched
