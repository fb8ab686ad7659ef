-- How many events of each kind were there, by country and month?
-- One row a country, month, PLOVER class and ACLED sub-event: reports of events that were asserted or claimed, by the
-- day they happened (the day of publication where none is stated). `n_events` counts reports; for happenings, each
-- once, see `n_incidents`.
-- example: SELECT country, month, plover, n_events, n_incidents FROM events_by_month WHERE country = 'SY' ORDER BY month
CREATE OR REPLACE VIEW events_by_month AS
SELECT
    events.country,
    date_trunc('month', least(coalesce(date_start, events.published_date), events.published_date))::DATE AS month,
    plover,
    acled_sub_event,
    count(*) AS n_events,
    count(DISTINCT incident_id) AS n_incidents,
    count(DISTINCT events.article_id) AS n_articles
FROM events
LEFT JOIN incident_facts USING (fact_id)
WHERE modality IN ('asserted', 'claimed')
GROUP BY ALL
ORDER BY month, events.country, plover, acled_sub_event
