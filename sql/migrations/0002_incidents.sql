-- Incidents become a table derived from links between facts (incident_links, incident_facts) instead of a view; the
-- next landing run builds them. n_sources is renamed n_outlets, n_origins n_independent_origins.
-- needed: SELECT count(*) > 0 FROM duckdb_views() WHERE database_name = 'lake' AND view_name = 'incidents'
DROP VIEW incidents
