-- How does the last week compare with the norm of the four weeks before, and is the difference more than chance?
-- `norm` is the weekly mean of those 28 days. Small numbers: no norm if fewer than 14 of the 28 days have articles; too
-- few if both are below five; else a change is reported if the two differ by more than twice the standard deviation of
-- their difference, the square root of 1.25 times the norm (Poisson).
WITH told AS (
    SELECT 'Articles read' AS what, published_date AS day
    FROM articles
    WHERE date_source <> 'fetched'
    UNION ALL
    SELECT unnest(['Incidents', coalesce(acled_event, 'Other')]), day
    FROM incidents
    WHERE when_told = 'new'
        AND acled_sub_event IS DISTINCT FROM 'Other'
        AND ($country IS NULL OR country = $country)
        AND ($actors::VARCHAR[] IS NULL OR list_has_any($actors::VARCHAR[], [source_actor, target_actor]))
        AND ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], lower(place))
            OR list_contains($place_ids::BIGINT[], place_id))
),

known AS (
    SELECT count(DISTINCT published_date) AS days
    FROM articles
    WHERE date_source <> 'fetched' AND published_date BETWEEN $last - 34 AND $last - 7
),

counted AS (
    SELECT
        what,
        count(*) FILTER (day > $last - 7) AS week,
        count(*) FILTER (day <= $last - 7) / 4 AS norm
    FROM told
    WHERE day BETWEEN $last - 34 AND $last
    GROUP BY what
)

SELECT
    what,
    week,
    norm,
    CASE
        WHEN days < 14 THEN 'no norm yet'
        WHEN greatest(week, norm) < 5 THEN 'too few to tell'
        WHEN abs(week - norm) <= 2 * sqrt(1.25 * greatest(norm, 1)) THEN 'as usual'
        WHEN week > norm THEN 'more than usual'
        ELSE 'fewer than usual'
    END AS verdict,
    days
FROM counted, known
ORDER BY what <> 'Articles read', what <> 'Incidents', week DESC, what
