-- On which day did each event happen according to its article, and which outlet published it?
-- Columns in addition to those of events and articles. `day`: last day of the stated time (of a stated month or year
-- its last day), never after publication; the day of publication if no time is stated, with `is_stated` false.
-- `is_news`: `when_told` is new, and the time is stated to the day or week, or not stated and the sentence is among the
-- first five of the article: undated sentences further down may be background. `spot` identifies the place: GeoNames
-- id, with the name for a part of it ("eastern Aleppo"), else the place as written.
-- example: SELECT day, outlet, plover, place FROM dated_events WHERE is_news LIMIT 10
CREATE OR REPLACE VIEW dated_events AS
SELECT
    events.*,
    least(date_end, events.published_date) AS day,
    date_end IS NOT NULL AS is_stated,
    when_told = 'new' AND coalesce(length(coalesce(date_end_text, date_start_text)) = 10, sentence_index < 5)
        AS is_news,
    coalesce(place_id || if(geo_precision = 2, ' ' || lower(place), ''), lower(place) || coalesce(' ' || country, ''))
        AS spot,
    site AS outlet,
    story_id,
    title,
    url
FROM corrected_events AS events
JOIN articles USING (article_id, published_date)
