-- How many fled or were evacuated according to each report? Who displaced them is not known: no rows for an actor.
SELECT day, place, country, measure, flow, low, high, qualifier, who, says, sentence, url, fact_id
FROM displacement
WHERE $actors::VARCHAR[] IS NULL
    AND published_date BETWEEN $first AND $last
    AND day BETWEEN $first AND $last
    AND ($country IS NULL OR country = $country)
    AND ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], lower(place)) OR list_contains($place_ids::BIGINT[], place_id))
ORDER BY day, fact_id
