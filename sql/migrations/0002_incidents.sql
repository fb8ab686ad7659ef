-- Incidents are a table made of links between facts (incident_links, incident_facts), no longer a view; the next run
-- that lands makes them. Their n_sources is called n_outlets now, their n_origins n_independent_origins.
-- needed: SELECT count(*) > 0 FROM duckdb_views() WHERE database_name = 'lake' AND view_name = 'incidents'
DROP VIEW incidents
