-- Which lake is this?
-- One row. A macro compares the id with that of its own lake: DuckLake resolves the names in a macro in the lake in
-- use, so the macro of another lake would return rows of the wrong lake. Copies and restored lakes keep the id,
-- published ones get a new one.
-- example: SELECT lake_id FROM lake_identity
CREATE OR REPLACE VIEW lake_identity AS
SELECT '{lake_id}' AS lake_id
