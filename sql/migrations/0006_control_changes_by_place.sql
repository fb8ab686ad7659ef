-- Changes of control are computed anew: one row per event and place. A view that macros read has another name.
-- after: marts
-- needed: SELECT count(*) > 0 FROM duckdb_views() WHERE database_name = 'lake' AND view_name = 'lake_identity'
DROP VIEW lake_identity;
DELETE FROM control_changes;
INSERT INTO control_changes BY NAME FROM territory_changes_now
