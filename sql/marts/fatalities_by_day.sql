-- How many were killed on which day, where, and do the sources agree?
-- One row a day and place: the tolls of its incidents, added; running totals, parts of a toll and what a side claims of
-- its enemy's dead are no part of it. Sources that disagree on an incident make a range, never a sum. An incident that no
-- report dates counts on the day of its first report; one that is dated to a week or longer is left out, and so is what
-- is only told as history. `low` and `high` are null where an incident leaves that end open ("at least 41" has no high),
-- `best` where one has no number that most of its stories tell. Place, sentence and url are those of the deadliest
-- incident. Places contain one another: sum only rows of one geo_precision (1 and 2: towns, 3: regions and countries).
-- example: SELECT day, place, low, best, high FROM fatalities_by_day WHERE country = 'SY' ORDER BY day
CREATE OR REPLACE VIEW fatalities_by_day AS
WITH deadly AS (
    SELECT
        *,
        coalesce(deaths_high, deaths_low) AS most,
        coalesce(place_id::VARCHAR || if(geo_precision = 2, ' ' || lower(place), ''), lower(place), incident_id) AS spot
    FROM incidents
    WHERE coalesce(deaths_low, deaths_high) IS NOT NULL
        AND coalesce(date_precision, 'day') = 'day'
        AND (when_told = 'new' OR date_precision IS NOT NULL)
)

SELECT
    day,
    arg_max(country, (most, incident_id)) AS country,
    arg_max(place, (most, incident_id)) AS place,
    arg_max(place_id, (most, incident_id)) AS place_id,
    arg_max(geo_precision, (most, incident_id)) AS geo_precision,
    if(count(deaths_low) = count(*), sum(deaths_low), NULL)::BIGINT AS low,
    if(count(deaths_best) = count(*), sum(deaths_best), NULL)::BIGINT AS best,
    if(count(deaths_high) = count(*), sum(deaths_high), NULL)::BIGINT AS high,
    bool_or(is_disputed) AS disputed,
    count(*) AS n_incidents,
    max(n_outlets) AS n_outlets,
    arg_max(toll_sentence, (most, incident_id)) AS sentence,
    arg_max(toll_url, (most, incident_id)) AS url
FROM deadly
GROUP BY day, spot
ORDER BY day, country, place, low, high, url
