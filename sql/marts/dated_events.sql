-- On which day did each event happen, as far as its article says, and which outlet says so?
-- Columns beside those of events and of its article. `day`: the last day of the stated time (a month or year counts as
-- its last day: by then it had happened), never after publication; the day of publication where the text states no
-- time, and then `is_stated` is false. `is_news`: told as new (`when_told`), and the time is stated to the day or week,
-- or none is stated and the sentence stands among the first five of the article; what stands lower and has no date may
-- still be background. `spot` tells places apart: the GeoNames id, with the name where it is a part of it ("eastern
-- Aleppo"), or else the place as written. `outlet`: the site's name, or else its host.
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
    coalesce(site, regexp_extract(url, '^\w+://([^/:]+)', 1)) AS outlet,
    story_id,
    title,
    url
FROM events
JOIN articles USING (article_id)
