-- Which rows has the table published_quotes, computed from nothing?
-- The quotations (corrected_quotes) with what who_said_what shows of their articles. Landings keep the table equal to
-- this view; a check compares them.
-- example: SELECT fact_id FROM published_quotes_now EXCEPT SELECT fact_id FROM published_quotes
CREATE OR REPLACE VIEW published_quotes_now AS
SELECT
    fact_id, article_id, published_date, speaker, speaker_actor, role, quote, kind, cue, addressee, "start", sentence,
    published_at, story_id, site, url, title
FROM corrected_quotes
JOIN articles USING (article_id, published_date)
