-- Which incidents are there, with the names of country and first-order division, the box of a vague place, the outlets
-- and the highest confidence of a fact?
WITH told AS (
    SELECT
        incident_id,
        max(confidence) AS confidence,
        list_sort(list(DISTINCT site)) AS outlets
    FROM incident_facts
    JOIN (
        SELECT fact_id, confidence FROM corrected_events AS events
        UNION ALL SELECT fact_id, confidence FROM corrected_figures AS figures
    ) AS facts USING (fact_id)
    JOIN articles USING (article_id)
    GROUP BY incident_id
),

boxes AS (
    SELECT incident_id, facts.place_id, any_value([west, south, east, north]) AS box
    FROM incident_facts
    JOIN (
        SELECT fact_id, place_id, west, south, east, north FROM corrected_events AS events
        UNION ALL
        SELECT fact_id, place_id, west, south, east, north FROM corrected_figures AS figures
    ) AS facts USING (fact_id)
    WHERE west IS NOT NULL
    GROUP BY ALL
)

SELECT
    incidents.*,
    told.confidence,
    told.outlets,
    countries.name AS country_name,
    divisions.name AS admin1_name,
    box[1] AS west,
    box[2] AS south,
    box[3] AS east,
    box[4] AS north
FROM incidents
LEFT JOIN told USING (incident_id)
LEFT JOIN boxes ON boxes.incident_id = incidents.incident_id AND boxes.place_id = incidents.place_id
LEFT JOIN countries ON countries.alpha2 = incidents.country
LEFT JOIN divisions ON divisions.country = incidents.country AND divisions.admin1 = incidents.admin1
