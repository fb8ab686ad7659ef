-- What did Marta Lindholm say, in which role, and where was it published?
SELECT speaker, role, quote, kind, published_date, site, url
FROM who_said_what
WHERE speaker = 'Marta Lindholm'
ORDER BY published_date
