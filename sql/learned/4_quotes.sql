-- Quotations, latest first
SELECT published_date AS published, speaker, role, quote, site
FROM who_said_what
WHERE speaker IS NOT NULL AND kind <> 'indirect'
QUALIFY row_number() OVER (PARTITION BY speaker ORDER BY published_date, length(quote) DESC, fact_id) = 1
ORDER BY published DESC, speaker
LIMIT 8
