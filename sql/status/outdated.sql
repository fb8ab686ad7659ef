-- How many articles were last read by another extractor ($extractor is the current one: version, rules, seeds and
-- reader), and published from which day to which?
SELECT count(*) AS articles, min(published_date) AS first, max(published_date) AS last
FROM articles
WHERE extractor <> $extractor
