-- Which numbers of people killed may be compared and counted?
-- The figures of people killed that were asserted or claimed and are no running total and no part of another, with the
-- article's story and outlet. A figure that states no time, or no place, takes that of the event told in its sentence.
-- `day`: the day they were killed where one is stated, the day of publication where no time is stated, null where a
-- longer time is stated.
-- `spot` tells places apart as in dated_events; a figure without a place has one of its own, that of its story.
CREATE OR REPLACE VIEW counted_deaths AS
WITH acts AS (
    SELECT *
    FROM events
    WHERE modality IN ('asserted', 'claimed')
    QUALIFY row_number() OVER (
        PARTITION BY article_id, sentence_index
        ORDER BY plover <> 'ASSAULT', date_start IS NULL, place IS NULL, fact_id
    ) = 1
),

whereabouts AS (
    SELECT
        figures.* EXCLUDE (
            place, place_id, latitude, longitude, country, admin1, geo_precision, period_start, period_end, period_start_text,
            period_end_text, period_precision
        ),
        if(figures.place IS NULL, acts.place, figures.place) AS place,
        if(figures.place IS NULL, acts.place_id, figures.place_id) AS place_id,
        if(figures.place IS NULL, acts.country, figures.country) AS country,
        if(figures.place IS NULL, acts.geo_precision, figures.geo_precision) AS geo_precision,
        if(period_start_text IS NULL, date_start_text, period_start_text) AS stated,
        if(period_start_text IS NULL, date_start, period_start) AS stated_day,
        coalesce(if(period_start_text IS NULL, date_end_text, period_end_text), stated) AS stated_end
    FROM figures
    LEFT JOIN acts USING (article_id, sentence_index)
    WHERE measure = 'killed'
        AND NOT cumulative
        AND part_of IS NULL
        AND figures.modality IN ('asserted', 'claimed')
        AND coalesce(low, high) IS NOT NULL
)

SELECT
    whereabouts.*,
    CASE
        WHEN stated IS NULL THEN whereabouts.published_date
        WHEN length(stated) = 10 AND stated_end = stated THEN stated_day
    END AS day,
    coalesce(
        place_id || if(geo_precision = 2, ' ' || lower(place), ''),
        lower(place) || coalesce(' ' || country, ''),
        'story ' || story_id
    ) AS spot,
    coalesce(site, regexp_extract(url, '^\w+://([^/:]+)', 1)) AS outlet,
    story_id,
    url
FROM whereabouts
JOIN articles USING (article_id)
