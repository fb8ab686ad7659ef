-- Which candidate facts did the rules reject, by which rule, and how often?
SELECT
    rule,
    count(*) AS refusals,
    arg_min(detail, fact_id) AS "as in",
    arg_min(words, fact_id) AS words,
    arg_min(sentence, fact_id) AS sentence
FROM refused
GROUP BY rule
ORDER BY refusals DESC, rule
LIMIT 20
