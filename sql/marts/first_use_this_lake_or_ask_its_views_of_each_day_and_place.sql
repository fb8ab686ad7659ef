-- Which lake is this?
-- One row. A macro compares the id with that of its own lake: DuckLake resolves the names in a macro in the lake in
-- use, so the macro of another lake would return rows of the wrong lake. Where no lake is in use, DuckDB's error says
-- that there is no table of this name: the name tells what to do. The views are territory_on_each_day and
-- territory_history_of_each_place. Copies and restored lakes keep the id, published ones get a new one.
-- example: SELECT lake_id FROM first_use_this_lake_or_ask_its_views_of_each_day_and_place
CREATE OR REPLACE VIEW first_use_this_lake_or_ask_its_views_of_each_day_and_place AS
SELECT '{lake_id}' AS lake_id
