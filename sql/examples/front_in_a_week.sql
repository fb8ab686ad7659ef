-- Which towns changed hands between 29 November and 6 December 2024?
SELECT later.place, earlier.holder AS holder_before, later.holder AS holder_after, later.since, later.status, later.url
FROM territory_on(DATE '2024-12-06') AS later
LEFT JOIN territory_on(DATE '2024-11-29') AS earlier USING (place_id, place)
WHERE later.holder IS DISTINCT FROM earlier.holder
ORDER BY later.since, later.place
