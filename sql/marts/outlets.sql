-- What does each outlet contribute, how often is it first or alone, and since when has it been silent?
-- One row per outlet; outlet_days has the same by day. `usual`: median of articles per day over the four weeks before
-- the last seven days, days without articles included; `lately`: mean of the last seven days. `is_silent`: usually at
-- least one per day, and now less than a quarter of that; or usually less, and now without an article for longer than
-- ever, and than happens by chance once in a hundred times at its rate of the half-year before its last article (of at
-- least five). `silent_since`: the day after its last article, or the first of the seven days if it still publishes
-- some. Days are counted back from the lake's newest article.
-- example: SELECT outlet, n_articles, usual, lately, silent_since FROM outlets WHERE is_silent
CREATE OR REPLACE VIEW outlets AS
WITH dated AS (SELECT outlet, day, n_dated AS n FROM outlet_days WHERE n_dated > 0),

today AS (SELECT max(day) AS today FROM dated),

recent AS (
    SELECT outlet, each_day.day::DATE AS day
    FROM (SELECT DISTINCT outlet FROM outlet_days) AS every, today,
        generate_series(today - 34, today, INTERVAL 1 DAY) AS each_day(day)
),

rate AS (
    SELECT
        outlet,
        median(coalesce(n, 0)) FILTER (day <= today - 7) AS usual,
        round(avg(coalesce(n, 0)) FILTER (day > today - 7), 2) AS lately
    FROM recent
    LEFT JOIN dated USING (outlet, day), today
    GROUP BY outlet
),

pauses AS (
    SELECT
        *,
        day - lag(day) OVER (PARTITION BY outlet ORDER BY day) AS pause,
        max(day) OVER (PARTITION BY outlet) AS last_day
    FROM dated
),

rare AS (
    SELECT
        outlet,
        any_value(today) - any_value(last_day)
        > greatest(max(pause), -ln(0.01) * (any_value(last_day) - min(day) + 1) / sum(n)) AS is_overdue
    FROM pauses, today
    WHERE day > last_day - 182
    GROUP BY outlet
    HAVING sum(n) >= 5
)

SELECT
    outlet,
    sum(n_articles)::BIGINT AS n_articles,
    sum(n_reprints)::BIGINT AS n_reprints,
    sum(n_incidents)::BIGINT AS n_incidents,
    sum(n_first)::BIGINT AS n_first,
    sum(n_alone)::BIGINT AS n_alone,
    any_value(usual) AS usual,
    any_value(lately) AS lately,
    min(day) FILTER (n_dated > 0) AS first_published,
    max(day) FILTER (n_dated > 0) AS last_published,
    coalesce(if(any_value(usual) >= 1, any_value(lately) < any_value(usual) / 4, any_value(is_overdue)), false) AS is_silent,
    CASE
        WHEN is_silent AND any_value(usual) >= 1 THEN least(last_published + 1, any_value(today) - 6)
        WHEN is_silent THEN last_published + 1
    END AS silent_since
FROM outlet_days
LEFT JOIN today ON true
LEFT JOIN rate USING (outlet)
LEFT JOIN rare USING (outlet)
GROUP BY outlet
ORDER BY n_articles DESC, outlet
