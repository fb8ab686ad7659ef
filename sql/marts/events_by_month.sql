-- How many events of each kind were there, by country and month?
-- One row per country, month, PLOVER class and ACLED sub-event: asserted or claimed events by day of occurrence (of
-- publication if none is stated; `month` is null if only a year is). `n_events` counts reports, `n_incidents` the
-- incidents that they report: an event without an incident counts as one.
-- example: SELECT country, month, plover, n_events, n_incidents FROM events_by_month WHERE country = 'SY' ORDER BY month
CREATE OR REPLACE VIEW events_by_month AS
SELECT
    events.country,
    if(
        date_precision = 'year',
        NULL,
        date_trunc('month', least(coalesce(date_start, events.published_date), events.published_date))::DATE
    ) AS month,
    plover,
    acled_sub_event,
    count(*) AS n_events,
    count(DISTINCT coalesce(incident_id, fact_id)) AS n_incidents,
    count(DISTINCT events.article_id) AS n_articles
FROM corrected_events AS events
LEFT JOIN incident_facts USING (fact_id)
WHERE modality IN ('asserted', 'claimed')
GROUP BY ALL
ORDER BY month, events.country, plover, acled_sub_event
