-- How many articles does the warehouse hold, published from which day to which, and when did the last run end?
SELECT count(*) AS articles, min(published_date) AS first, max(published_date) AS last,
    (SELECT max(ended) FROM runs) AS last_run
FROM articles
