-- What does each outlet state about use by machines, and in how many of its articles?
-- One row per statement of an outlet, from robots.txt, header or page; docs/rights.md explains the statements.
-- example: SELECT site, statement, articles FROM machine_use
CREATE OR REPLACE VIEW machine_use AS
SELECT
    site,
    statement,
    count(*) AS articles,
    min(published_date) AS first_published,
    max(published_date) FILTER (date_source <> 'fetched') AS last_published
FROM (
    SELECT site, published_date, date_source, unnest(string_split(machine_use, chr(10))) AS statement
    FROM articles
    WHERE machine_use IS NOT NULL
)
GROUP BY site, statement
ORDER BY site, statement
