-- What did the rules see and take for no fact, by which rule, and how often?
SELECT
    rule,
    count(*) AS refusals,
    any_value(detail) AS "as in",
    any_value(words) AS words,
    any_value(sentence) AS sentence
FROM refused
GROUP BY rule
ORDER BY refusals DESC, rule
LIMIT 20
