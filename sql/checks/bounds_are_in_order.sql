-- No figure has its lower bound above its upper one.
SELECT fact_id, number, low, high, sentence
FROM corrected_figures
WHERE low > high
