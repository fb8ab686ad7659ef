-- What did each outlet contribute on each day, and what of it first or alone?
-- One row per outlet and day of publication. An incident counts on the day on which the outlet first reports it.
-- `n_first`: incidents of several outlets that it reported before all others; `n_alone`: incidents that only it
-- reports.
-- `n_dated`: articles that state when they were published; the others count on the day they were fetched.
-- example: SELECT day, n_articles, n_first, n_alone FROM outlet_days WHERE outlet = 'Harbour Daily' ORDER BY day
CREATE OR REPLACE VIEW outlet_days AS
WITH told AS (
    SELECT incident_id, site AS outlet, min(published_date) AS day
    FROM incident_facts
    JOIN articles USING (article_id)
    GROUP BY ALL
),

ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY incident_id) AS n_outlets,
        day = min(day) OVER (PARTITION BY incident_id) AND count(*) OVER (PARTITION BY incident_id, day) = 1 AS is_first
    FROM told
),

reported AS (
    SELECT
        outlet,
        day,
        count(*) AS n_incidents,
        count(*) FILTER (n_outlets > 1 AND is_first) AS n_first,
        count(*) FILTER (n_outlets = 1) AS n_alone
    FROM ranked
    GROUP BY ALL
)

SELECT
    site AS outlet,
    published_date AS day,
    count(*) AS n_articles,
    count(*) FILTER (origin_article_id <> article_id) AS n_reprints,
    count(*) FILTER (date_source <> 'fetched') AS n_dated,
    coalesce(any_value(n_incidents), 0) AS n_incidents,
    coalesce(any_value(n_first), 0) AS n_first,
    coalesce(any_value(n_alone), 0) AS n_alone
FROM articles
LEFT JOIN reported ON reported.outlet = site AND reported.day = published_date
GROUP BY ALL
ORDER BY day, outlet
