-- Who holds which town on a day, in any attached lake, whichever is in use?
-- The rows of territory_on, each with the days on which it holds, `valid_from` to `valid_to`, both included; 9999-12-31
-- means until today. A view reads its own lake, while territory_on answers only for the lake in use.
-- example: SELECT place, holder FROM territory_on_each_day WHERE DATE '2024-12-06' BETWEEN valid_from AND valid_to
CREATE OR REPLACE VIEW territory_on_each_day AS
SELECT
    valid_from,
    valid_to,
    held.* EXCLUDE (spot, valid_from, valid_to)
FROM territory_held AS held
