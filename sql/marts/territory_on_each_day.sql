-- Who holds which town on a day, in any attached lake, whichever is in use?
-- The rows of territory_on for every day, each with the days on which it holds, `valid_from` to `valid_to`, both
-- included; 9999-12-31 means until today. Always filter by a day: without a filter, territory_on is evaluated for every
-- day. A view reads its own lake, while territory_on answers only for the lake in use.
-- example: SELECT place, holder FROM territory_on_each_day WHERE DATE '2024-12-06' BETWEEN valid_from AND valid_to
CREATE OR REPLACE VIEW territory_on_each_day AS
WITH spans AS (
    SELECT
        day AS valid_from,
        coalesce(lead(day) OVER (ORDER BY day) - 1, DATE '9999-12-31') AS valid_to
    FROM (
        SELECT day FROM control_changes
        UNION
        SELECT day + 366 FROM control_changes  -- when background becomes history
    )
)

SELECT
    valid_from,
    valid_to,
    held.*
FROM spans
CROSS JOIN LATERAL territory_on(valid_from) AS held
