-- Which articles are in the brief: those landed by these runs, or those published in the period?
-- With a filter, only articles that name the country, or a place or an actor in it.
SELECT article_id, run_id, published_date
FROM articles
WHERE date_source <> 'fetched'
    AND if($runs::VARCHAR[] IS NULL, published_date BETWEEN $first AND $last, list_contains($runs::VARCHAR[], run_id))
    AND (
        coalesce($country, $actors::VARCHAR, $places::VARCHAR) IS NULL
        OR article_id IN (
            SELECT article_id
            FROM corrected_mentions AS mentions
            GROUP BY article_id
            HAVING ($country IS NULL OR bool_or(country IS NOT DISTINCT FROM $country))
                AND ($actors::VARCHAR[] IS NULL OR bool_or(coalesce(list_contains($actors::VARCHAR[], actor_id), false)))
                AND (
                    $places::VARCHAR[] IS NULL
                    OR bool_or(coalesce(list_contains($places::VARCHAR[], lower("text")), false)
                        OR coalesce(list_contains($place_ids::BIGINT[], place_id), false))
                )
        )
    )
ORDER BY published_date, article_id
