"""Facts to tables: the schema, ids, checks and how sure each fact is."""
