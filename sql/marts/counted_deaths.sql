-- Which numbers of people killed may be compared and counted?
-- The figures of people killed that were asserted or claimed and are no running total, with the article's story and
-- outlet. `spot`: the GeoNames id, or else the place as written, as in dated_events. `day`: the day they were killed where
-- the article states one, the day of publication where it states no time, null where it states a longer time.
CREATE OR REPLACE VIEW counted_deaths AS
SELECT
    figures.*,
    CASE
        WHEN period_start IS NULL THEN figures.published_date
        WHEN length(period_start) = 10 AND coalesce(period_end, period_start) = period_start
            THEN try_cast(period_start AS DATE)
    END AS day,
    coalesce(place_id::VARCHAR, lower(place) || coalesce(', ' || country, '')) AS spot,
    coalesce(site, regexp_extract(url, '^\w+://([^/:]+)', 1)) AS outlet,
    story_id,
    url
FROM figures
JOIN articles USING (article_id)
WHERE measure = 'killed'
    AND NOT cumulative
    AND modality IN ('asserted', 'claimed')
    AND coalesce(low, high) IS NOT NULL
