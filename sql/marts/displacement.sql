-- How many people fled, where and when, and how many are still displaced in total?
-- One row per figure of people displaced or evacuated; repetitions within a story are dropped. `flow`: new (people who
-- fled at that time) or total (a running total, or all displaced since some day). Totals include new displacement and
-- one another: never add them up, nor rows of one place with overlapping times. Corrected figures are left out.
-- example: SELECT day, place, flow, low, high, says, sentence FROM displacement WHERE flow = 'new' ORDER BY day
CREATE OR REPLACE VIEW displacement AS
SELECT
    least(coalesce(period_end, figures.published_date), figures.published_date) AS day,
    period_start AS since,
    period_precision AS since_precision,
    place,
    place_id,
    country,
    admin1,
    geo_precision,
    measure,
    if(
        cumulative OR coalesce(period_start < figures.published_date - 31, false)
        OR regexp_matches(lower(sentence), '\b(are|remain|were already|have been|already) (still )?displaced\b'),
        'total',
        'new'
    ) AS flow,
    low,
    high,
    qualifier,
    who,
    coalesce(attribution, site) AS says,
    modality,
    figures.published_date,
    sentence,
    url,
    fact_id
FROM corrected_figures AS figures
JOIN articles USING (article_id)
WHERE measure IN ('displaced', 'evacuated')
    AND modality IN ('asserted', 'claimed')
    AND part_of IS NULL
    AND corrected_by IS NULL
QUALIFY row_number() OVER (
    PARTITION BY story_id, measure, low, high, coalesce(place_id::VARCHAR, place), period_start
    ORDER BY figures.published_date, fact_id
) = 1
ORDER BY day, country, place, fact_id
