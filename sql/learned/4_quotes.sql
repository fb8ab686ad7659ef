-- Who said what
SELECT published_date AS published, speaker, role, quote, site
FROM who_said_what
WHERE speaker IS NOT NULL AND kind <> 'indirect'
ORDER BY published, speaker
LIMIT 10
