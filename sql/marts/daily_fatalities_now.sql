-- Which rows has the table daily_fatalities, computed from nothing?
-- The deaths of each day and place by the incidents; fatalities_by_day says how they are added. Landings keep the table
-- equal to this view; a check compares them.
-- example: SELECT day, spot FROM daily_fatalities_now EXCEPT SELECT day, spot FROM daily_fatalities
CREATE OR REPLACE VIEW daily_fatalities_now AS
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
        spot,
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
    spot,
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
