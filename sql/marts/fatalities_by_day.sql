-- How many were killed on which day, where, and do the sources agree?
-- One row a day and place: people killed, running totals left out. Sources that disagree make a range, never a sum, and
-- a story that several outlets print counts once; of one story the largest figure counts (the others are its parts). So
-- two happenings in one place on one day count as one: the numbers are the least that can be said. A figure that names
-- no place stands alone. Place, sentence and url are those of the largest figure. `low` and `high` are the lowest and the
-- highest told by any story, null where one leaves that end open ("at least 41" has no high), `best` the number where
-- all tell the same one and none leaves an end open; `disputed` where no number fits all that is told ("at least 41"
-- and "60" agree, "at least 41" and "30" do not). Places contain one another: sum only rows of one geo_precision
-- (1 and 2: towns, 3: regions and countries).
CREATE OR REPLACE VIEW fatalities_by_day AS
WITH stories AS (
    SELECT
        day,
        spot,
        story_id,
        arg_max(country, (coalesce(low, high), fact_id)) AS country,
        arg_max(place, (coalesce(low, high), fact_id)) AS place,
        arg_max(place_id, (coalesce(low, high), fact_id)) AS place_id,
        arg_max(geo_precision, (coalesce(low, high), fact_id)) AS geo_precision,
        arg_max(struct_pack(low := low, high := high), (coalesce(low, high), fact_id)) AS bounds,
        list(DISTINCT outlet) AS outlets,
        arg_max(sentence, (coalesce(low, high), fact_id)) AS sentence,
        arg_max(url, (coalesce(low, high), fact_id)) AS url,
        arg_max(fact_id, (coalesce(low, high), fact_id)) AS fact_id
    FROM counted_deaths
    WHERE day IS NOT NULL
    GROUP BY day, spot, story_id
)

SELECT
    day,
    arg_max(country, (most, fact_id)) AS country,
    arg_max(place, (most, fact_id)) AS place,
    arg_max(place_id, (most, fact_id)) AS place_id,
    arg_max(geo_precision, (most, fact_id)) AS geo_precision,
    if(count(bounds.low) = count(*), min(bounds.low), NULL) AS low,
    if(
        count(bounds.low) = count(*) AND count(bounds.high) = count(*) AND min(bounds.low) = max(bounds.high),
        min(bounds.low),
        NULL
    ) AS best,
    if(count(bounds.high) = count(*), max(bounds.high), NULL) AS high,
    coalesce(max(bounds.low) > min(bounds.high), false) AS disputed,
    len(list_distinct(flatten(list(outlets)))) AS n_sources,
    count(*) AS n_origins,
    arg_max(sentence, (most, fact_id)) AS sentence,
    arg_max(url, (most, fact_id)) AS url
FROM (SELECT *, coalesce(bounds.high, bounds.low) AS most FROM stories)
GROUP BY day, spot
ORDER BY day, country, place, low, high, url
