-- How many people fled, where and when, and how many are still displaced in total?
-- One row per figure of people displaced or evacuated; repetitions within a story and corrected figures are left out.
-- `flow`: new (people who left on these days: rows of one place can be added, nobody is counted twice), total (all who
-- left until then, or are still away), part (of the figure in `counted_in`), overlap (another report of the place and
-- some of the days; the larger number, in `counted_in`, is the new one) or background (told as history, of a time long
-- before the publication or undated). `when_told`: background or new, of totals and parts too. Only new rows can be
-- added, and only those of one place: places contain one another. An undated new figure is of the day of publication or
-- the two days before. Rows without a place are compared with each other.
-- example: SELECT day, place, flow, low, high, says, sentence FROM displacement WHERE flow = 'new' ORDER BY day
CREATE OR REPLACE VIEW displacement AS
WITH background AS (
    SELECT article_id, sentence_index
    FROM corrected_events
    GROUP BY ALL
    HAVING bool_and(when_told = 'background')
),

told AS (
    SELECT
        figures.*,
        story_id,
        site,
        url,
        least(coalesce(period_end, figures.published_date), figures.published_date) AS day,
        coalesce(period_start, day - if(period_end IS NULL, 2, 0)) AS first_day,
        coalesce(place_id::VARCHAR || if(geo_precision = 2, ' ' || lower(place), ''), lower(place), '') AS spot,
        coalesce(low, high) AS least_number,
        if(
            if(period_start IS NULL, background.article_id IS NOT NULL, period_end < figures.published_date - 31),
            'background',
            'new'
        ) AS when_told,
        CASE
            WHEN part_of IS NOT NULL THEN 'part'
            WHEN cumulative THEN 'total'
            ELSE when_told
        END AS kind
    FROM corrected_figures AS figures
    JOIN articles USING (article_id)
    LEFT JOIN background USING (article_id, sentence_index)
    WHERE measure IN ('displaced', 'evacuated')
        AND modality IN ('asserted', 'claimed')
        AND corrected_by IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY story_id, measure, low, high, spot, period_start
        ORDER BY figures.published_date, figures.fact_id
    ) = 1
),

larger AS (
    SELECT told.fact_id, arg_max(other.fact_id, (other.least_number, other.fact_id)) AS larger_id
    FROM told
    JOIN told AS other USING (spot, kind)
    WHERE kind = 'new'
        AND other.first_day <= told.day
        AND told.first_day <= other.day
        AND (other.least_number, other.fact_id) > (told.least_number, told.fact_id)
    GROUP BY told.fact_id
)

SELECT
    day,
    period_start AS since,
    period_precision AS since_precision,
    place,
    place_id,
    country,
    admin1,
    geo_precision,
    measure,
    if(larger_id IS NULL, kind, 'overlap') AS flow,
    when_told,
    low,
    high,
    qualifier,
    who,
    coalesce(attribution, site) AS says,
    modality,
    published_date,
    sentence,
    url,
    fact_id,
    coalesce(part_of, larger_id) AS counted_in
FROM told
LEFT JOIN larger USING (fact_id)
ORDER BY day, country, place, fact_id
