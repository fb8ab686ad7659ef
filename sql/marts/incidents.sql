-- What happened where, told by how many, with how many dead?
-- One row a happening: events that were asserted or claimed, of the same class, the same place (a town or part of a
-- region, never a whole country) and the same day, and whose kinds and actors agree; one left open agrees with the only
-- one that is told. An event without a stated day belongs to the happening of its day of publication or, where that day
-- has none, of the day before.
-- n_articles; n_sources: outlets; n_origins: stories, a wire report that several print counting once.
-- Deaths: figures of people killed, running totals left out, of the same articles, in the same sentence or of the same
-- place and day.
-- Of one story the largest counts (the others are its parts). `deaths_low` and `deaths_high` are the lowest and the
-- highest told by any story, null where one leaves that end open; `deaths_best` is the number where all stories tell the
-- same one and leave no end open, else null.
CREATE OR REPLACE VIEW incidents AS
WITH told AS (
    SELECT *, coalesce(date_precision = 'day', false) AS has_day
    FROM dated_events
    WHERE modality IN ('asserted', 'claimed') AND spot IS NOT NULL AND coalesce(geo_precision, 1) IN (1, 2)
),

days AS (SELECT DISTINCT plover, spot, day FROM told WHERE has_day),

placed AS (
    SELECT told.*, if(has_day, told.day, coalesce(days.day, told.day)) AS happened
    FROM told
    LEFT JOIN (
        SELECT *, day AS published FROM days UNION ALL SELECT *, day + 1 AS published FROM days
    ) AS days ON told.plover = days.plover AND told.spot = days.spot AND told.day = days.published
    QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY days.day DESC) = 1
),

-- what one article leaves open is filled where the others of the day and place tell one thing only
told_by_all AS (
    SELECT
        plover,
        spot,
        happened,
        if(count(DISTINCT acled_sub_event) = 1, any_value(acled_sub_event), NULL) AS sub_event,
        if(count(DISTINCT source_actor) = 1, any_value(source_actor), NULL) AS by_actor,
        if(count(DISTINCT target_actor) = 1, any_value(target_actor), NULL) AS on_actor
    FROM placed
    GROUP BY plover, spot, happened
),

agreed AS (
    SELECT
        placed.*,
        coalesce(acled_sub_event, told_by_all.sub_event) AS sub_event,
        coalesce(source_actor, told_by_all.by_actor) AS by_actor,
        coalesce(target_actor, told_by_all.on_actor) AS on_actor
    FROM placed
    JOIN told_by_all USING (plover, spot, happened)
),

numbered AS (
    SELECT *, md5(concat_ws('|', plover, spot, happened, sub_event, by_actor, on_actor)) AS incident_id
    FROM agreed
),

told_deaths AS (
    SELECT
        incident_id,
        counted.story_id,
        arg_max(struct_pack(low := low, high := high), (coalesce(low, high), counted.fact_id)) AS bounds
    FROM numbered
    JOIN counted_deaths AS counted USING (article_id)
    WHERE counted.sentence_index = numbered.sentence_index
        OR (counted.spot = numbered.spot AND abs(datediff('day', counted.day, happened)) <= 1)
    GROUP BY incident_id, counted.story_id
),

deaths AS (
    SELECT
        incident_id,
        if(count(bounds.low) = count(*), min(bounds.low), NULL) AS low,
        if(count(bounds.high) = count(*), max(bounds.high), NULL) AS high,
        if(
            count(bounds.low) = count(*) AND count(bounds.high) = count(*) AND min(bounds.low) = max(bounds.high),
            min(bounds.low),
            NULL
        ) AS best
    FROM told_deaths
    GROUP BY incident_id
)

SELECT
    incident_id,
    happened AS day,
    arg_min(place, (place_id IS NULL, sentence_index, fact_id)) AS place,
    any_value(country) AS country,
    any_value(place_id) AS place_id,
    any_value(latitude) AS latitude,
    any_value(longitude) AS longitude,
    plover,
    arg_min(acled_event, (sentence_index, fact_id)) AS acled_event,
    sub_event AS acled_sub_event,
    coalesce(any_value(doer.name), arg_min(source, (sentence_index, fact_id))) AS source,
    by_actor AS source_actor,
    coalesce(any_value(victim.name), arg_min(target, (sentence_index, fact_id))) AS target,
    on_actor AS target_actor,
    bool_and(modality = 'claimed') AS is_only_claimed,
    count(DISTINCT article_id) AS n_articles,
    count(DISTINCT outlet) AS n_sources,
    count(DISTINCT story_id) AS n_origins,
    min(published_date) AS first_report,
    max(published_date) AS last_report,
    any_value(deaths.low) AS deaths_low,
    any_value(deaths.best) AS deaths_best,
    any_value(deaths.high) AS deaths_high,
    arg_min(sentence, (modality = 'claimed', published_date, sentence_index, fact_id)) AS sentence,
    arg_min(url, (modality = 'claimed', published_date, sentence_index, fact_id)) AS url,
    arg_min(fact_id, (modality = 'claimed', published_date, sentence_index, fact_id)) AS fact_id
FROM numbered
LEFT JOIN deaths USING (incident_id)
LEFT JOIN (SELECT actor_id, name FROM actors) AS doer ON doer.actor_id = by_actor
LEFT JOIN (SELECT actor_id, name FROM actors) AS victim ON victim.actor_id = on_actor
GROUP BY incident_id, plover, happened, sub_event, by_actor, on_actor
ORDER BY day, place, incident_id
