-- Who held a place, from when to when, in any attached lake, whichever is in use?
-- The rows of territory_history for every place; `of_place` is its name in lower case. A view reads its own lake,
-- while territory_history answers only for the lake in use.
-- example: SELECT holder, since, until, status FROM territory_history_of_each_place WHERE of_place = 'aleppo'
CREATE OR REPLACE VIEW territory_history_of_each_place AS
SELECT
    of_place,
    told.*
FROM (SELECT DISTINCT lower(place) AS of_place FROM control_changes) AS places
CROSS JOIN LATERAL territory_history(of_place) AS told
