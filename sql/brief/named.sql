-- Which places in the warehouse have this name?
SELECT DISTINCT lower("text") AS place, place_id
FROM corrected_mentions AS mentions
WHERE label IN ('GPE', 'LOC', 'FAC') AND (lower("text") = lower($name) OR lower(name) = lower($name))
ORDER BY ALL
