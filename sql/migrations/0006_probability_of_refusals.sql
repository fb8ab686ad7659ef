-- What the reader of events made of a refused word is a class in detail and a number in probability, no longer one text.
-- needed: SELECT count(*) > 0 AND NOT bool_or(column_name = 'probability') FROM duckdb_columns() WHERE database_name = 'lake' AND table_name = 'refused'
ALTER TABLE refused ADD COLUMN probability DOUBLE;
UPDATE refused
SET probability = split_part(detail, ' ', 2)::DOUBLE, detail = split_part(detail, ' ', 1)
WHERE rule = 'reader' AND regexp_full_match(detail, '[A-Z]+ [01][.][0-9]{2}')
