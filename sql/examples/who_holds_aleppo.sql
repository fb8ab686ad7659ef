-- Who held Aleppo on 6 December 2024, since when, and according to which sentence?
SELECT place, holder, since, status, n_sources, sentence, url
FROM territory_on(DATE '2024-12-06')
WHERE place = 'Aleppo'
