-- Date columns get type DATE: events.date_start and date_end, figures.period_start and period_end, relations.since.
-- The stated text (day, month or year) is kept beside each in a column with the suffix `_text`. Queries that compared
-- such a column with text ('2024-12') must use the `_text` column.
-- needed: SELECT count(*) > 0 FROM duckdb_columns() WHERE database_name = 'lake' AND table_name = 'events' AND column_name = 'date_start' AND data_type = 'VARCHAR'
ALTER TABLE events RENAME COLUMN date_start TO date_start_text;
ALTER TABLE events RENAME COLUMN date_end TO date_end_text;
ALTER TABLE figures RENAME COLUMN period_start TO period_start_text;
ALTER TABLE figures RENAME COLUMN period_end TO period_end_text;
ALTER TABLE relations RENAME COLUMN since TO since_text;
ALTER TABLE events ADD COLUMN date_start DATE;
ALTER TABLE events ADD COLUMN date_end DATE;
ALTER TABLE figures ADD COLUMN period_start DATE;
ALTER TABLE figures ADD COLUMN period_end DATE;
ALTER TABLE figures ADD COLUMN period_precision VARCHAR;
ALTER TABLE relations ADD COLUMN since DATE;
UPDATE events SET
    date_start = try_cast(date_start_text || CASE length(date_start_text) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE),
    date_end = CASE length(coalesce(date_end_text, date_start_text))
        WHEN 4 THEN try_cast(coalesce(date_end_text, date_start_text) || '-12-31' AS DATE)
        WHEN 7 THEN last_day(try_cast(coalesce(date_end_text, date_start_text) || '-01' AS DATE))
        ELSE try_cast(coalesce(date_end_text, date_start_text) AS DATE)
    END
WHERE coalesce(date_start_text, date_end_text) IS NOT NULL;
UPDATE figures SET
    period_start = try_cast(period_start_text || CASE length(period_start_text) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE),
    period_end = CASE length(period_end_text)
        WHEN 4 THEN try_cast(period_end_text || '-12-31' AS DATE)
        WHEN 7 THEN last_day(try_cast(period_end_text || '-01' AS DATE))
        ELSE try_cast(period_end_text AS DATE)
    END,
    period_precision = CASE if(try_cast(left(period_start_text, 4) AS INTEGER) > 0, length(period_start_text), 0) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' END
WHERE coalesce(period_start_text, period_end_text) IS NOT NULL;
UPDATE relations SET
    since = try_cast(since_text || CASE length(since_text) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE)
WHERE since_text IS NOT NULL
