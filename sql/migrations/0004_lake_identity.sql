-- The view that macros read to learn which lake is in use has another name.
-- needed: SELECT count(*) > 0 FROM duckdb_views() WHERE database_name = 'lake' AND view_name = 'lake_identity'
DROP VIEW lake_identity
