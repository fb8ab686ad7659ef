-- What does each outlet contribute, how often is it first or alone, and since when has it been silent?
-- One row per outlet. `n_first`: incidents of several outlets that it reported first; `n_alone`: incidents that only it
-- reports. `usual`: median of articles per day over the four weeks before the last seven days, days without articles
-- included; `lately`: mean of the last seven days. `is_silent`: usually at least one per day, and now less than a
-- quarter of that; `silent_since`: the day after its last article, or the first of the seven days if it
-- still publishes some. Days are days of publication, counted back from the lake's newest article.
-- example: SELECT outlet, n_articles, usual, lately, silent_since FROM outlets WHERE is_silent
CREATE OR REPLACE VIEW outlets AS
WITH named AS (
    SELECT article_id, date_source <> 'fetched' AS is_dated, published_date, story_id,
        origin_article_id,
        site AS outlet
    FROM articles
),

today AS (SELECT max(published_date) AS day FROM named WHERE is_dated),

days AS (
    SELECT outlet, each_day.day::DATE AS day
    FROM (SELECT DISTINCT outlet FROM named) AS every, today,
        generate_series(today.day - 34, today.day, INTERVAL 1 DAY) AS each_day(day)
),

by_day AS (
    SELECT days.outlet, days.day, count(named.article_id) AS n
    FROM days
    LEFT JOIN named ON named.outlet = days.outlet AND named.published_date = days.day AND named.is_dated
    GROUP BY ALL
),

rate AS (
    SELECT
        outlet,
        median(n) FILTER (by_day.day <= today.day - 7) AS usual,
        round(avg(n) FILTER (by_day.day > today.day - 7), 2) AS lately
    FROM by_day, today
    GROUP BY outlet
),

told AS (
    SELECT incident_id, outlet, min(published_date) AS day
    FROM incident_facts
    JOIN named USING (article_id)
    GROUP BY ALL
),

ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY incident_id) AS n_outlets,
        day = min(day) OVER (PARTITION BY incident_id) AND count(*) OVER (PARTITION BY incident_id, day) = 1 AS is_first
    FROM told
),

brought AS (
    SELECT
        outlet,
        count(*) AS n_incidents,
        count(*) FILTER (n_outlets > 1 AND is_first) AS n_first,
        count(*) FILTER (n_outlets = 1) AS n_alone
    FROM ranked
    GROUP BY outlet
)

SELECT
    named.outlet,
    count(*) AS n_articles,
    count(*) FILTER (origin_article_id <> article_id) AS n_reprints,
    coalesce(any_value(n_incidents), 0) AS n_incidents,
    coalesce(any_value(n_first), 0) AS n_first,
    coalesce(any_value(n_alone), 0) AS n_alone,
    any_value(usual) AS usual,
    any_value(lately) AS lately,
    min(published_date) FILTER (is_dated) AS first_published,
    max(published_date) FILTER (is_dated) AS last_published,
    coalesce(any_value(usual) >= 1 AND any_value(lately) < any_value(usual) / 4, false) AS is_silent,
    if(is_silent, least(max(published_date) FILTER (is_dated) + 1, any_value(today.day) - 6), NULL) AS silent_since
FROM named
LEFT JOIN today ON true
LEFT JOIN rate USING (outlet)
LEFT JOIN brought USING (outlet)
GROUP BY named.outlet
ORDER BY n_articles DESC, named.outlet
