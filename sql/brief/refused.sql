-- Which rules rejected candidate facts, how often, and with which example?
SELECT family, rule, count(*) AS n, arg_min(words, (published_date, fact_id)) AS words
FROM refused
WHERE list_contains($articles::VARCHAR[], article_id)
GROUP BY family, rule
ORDER BY n DESC, family, rule
