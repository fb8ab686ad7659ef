-- How many were killed on which day, where, and do the sources agree?
-- One row per day and place: the sum of its incidents' tolls, without running totals, parts of a toll and a side's
-- claims about its enemy's dead. Sources that disagree on an incident widen its range and are never added. An undated
-- incident counts on the day of its first report; one dated to a week or longer is left out, and so is undated
-- background. `low` and `high` are null if any incident leaves that bound open ("at least 41" has no high), `best` if
-- any has no number that most of its stories report. Place, sentence and url are from the incident with most deaths.
-- Places contain one another: sum only rows of one geo_precision (1 and 2: towns, 3: regions and countries).
-- example: SELECT day, place, low, best, high FROM fatalities_by_day WHERE country = 'SY' ORDER BY day
CREATE OR REPLACE VIEW fatalities_by_day AS
WITH deadly AS (
    SELECT
        *,
        coalesce(deaths_high, deaths_low) AS most,
        coalesce(place_id::VARCHAR || if(geo_precision = 2, ' ' || lower(place), ''), lower(place) || coalesce(' ' || country, ''), incident_id) AS spot
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
