-- Who holds a place on a day is a table, territory_held; the macro that judged it for each query is gone.
-- needed: SELECT count(*) > 0 FROM duckdb_functions() WHERE database_name = 'lake' AND function_name = 'territory_as_of'
DROP MACRO TABLE territory_as_of
