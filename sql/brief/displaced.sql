-- How many fled or were evacuated according to each report? Who displaced them is not known: no rows for an actor.
-- `in_words`: the words of a number that is no count, "thousands".
SELECT day, place, country, measure, flow, low, high, in_words, who, says, sentence, url, fact_id
FROM displacement
LEFT JOIN (SELECT fact_id, in_words FROM told_in_words) AS words USING (fact_id)
WHERE $actors::VARCHAR[] IS NULL
    AND published_date BETWEEN $first AND $last
    AND day BETWEEN $first AND $last
    AND ($country IS NULL OR country = $country)
    AND ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], lower(place))
        OR list_contains($place_ids::BIGINT[], place_id))
ORDER BY day, fact_id
