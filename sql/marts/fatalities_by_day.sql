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
),

tolls AS (
    SELECT
        day,
        -- one choice of an incident is cheaper than one for each column
        arg_max(
            {
                'country': country, 'place': place, 'place_id': place_id, 'geo_precision': geo_precision,
                'sentence': toll_sentence, 'url': toll_url
            },
            (most, incident_id)
        ) AS gravest,
        if(count(deaths_low) = count(*), sum(deaths_low), NULL)::BIGINT AS low,
        if(count(deaths_best) = count(*), sum(deaths_best), NULL)::BIGINT AS best,
        if(count(deaths_high) = count(*), sum(deaths_high), NULL)::BIGINT AS high,
        bool_or(is_disputed) AS disputed,
        count(*) AS n_incidents,
        max(n_outlets) AS n_outlets
    FROM deadly
    GROUP BY day, spot
)

SELECT
    day,
    gravest.country AS country,
    gravest.place AS place,
    gravest.place_id AS place_id,
    gravest.geo_precision AS geo_precision,
    low,
    best,
    high,
    disputed,
    n_incidents,
    n_outlets,
    gravest.sentence AS sentence,
    gravest.url AS url
FROM tolls
ORDER BY day, country, place, low, high, url
