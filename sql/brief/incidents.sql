-- Which incidents happened in the period, or were reported in it and happened in the month before, most severe first?
-- `weight` combines the logarithm of the number of dead and the number of independent origins. If the place is a
-- division and not a town, the box is that of the division. Incidents reported only as history are left out.
-- `toll_words`: the words of a toll that is no count, "dozens".
WITH boxes AS (
    SELECT incident_id, fact.place_id, any_value([west, south, east, north]) AS box
    FROM incident_facts
    JOIN (
        SELECT fact_id, place_id, west, south, east, north FROM corrected_events AS events
        UNION ALL SELECT fact_id, place_id, west, south, east, north FROM corrected_figures AS figures
    ) AS fact USING (fact_id)
    WHERE west IS NOT NULL
    GROUP BY ALL
),

sure AS (
    SELECT fact_id, confidence, modality, attribution FROM corrected_events AS events
    UNION ALL SELECT fact_id, confidence, modality, attribution FROM corrected_figures AS figures
)

SELECT
    incidents.*,
    coalesce(acled_event, 'Other') AS class,
    coalesce(acled_sub_event, lower(plover), 'deaths') AS what,
    confidence,
    modality,
    attribution,
    in_words AS toll_words,
    box,
    site AS outlet,
    round(log2(2 + coalesce(deaths_best, deaths_low, deaths_high, 0)) + n_independent_origins, 3) AS weight
FROM incidents
LEFT JOIN sure USING (fact_id)
LEFT JOIN (SELECT fact_id AS toll_fact_id, low AS deaths_low, in_words FROM told_in_words) AS vague
    USING (toll_fact_id, deaths_low)
LEFT JOIN boxes USING (incident_id, place_id)
LEFT JOIN (SELECT url, any_value(site) AS site FROM articles GROUP BY url) AS article USING (url)
WHERE when_told = 'new'
    AND acled_sub_event IS DISTINCT FROM 'Other'
    AND day BETWEEN $first - 31 AND $last
    AND (day >= $first OR (first_report <= $last AND last_report >= $first))
    AND ($country IS NULL OR country = $country)
    AND ($actors::VARCHAR[] IS NULL OR list_has_any($actors::VARCHAR[], [source_actor, target_actor]))
    AND ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], lower(place))
        OR list_contains($place_ids::BIGINT[], place_id))
ORDER BY weight DESC, day DESC, place, incident_id
