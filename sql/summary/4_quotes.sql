-- Quotations of this run, latest first
SELECT published_date AS published, speaker, role, quote, site
FROM who_said_what
SEMI JOIN (SELECT fact_id FROM quotes WHERE run_id = (SELECT arg_max(run_id, started) FROM runs)) USING (fact_id)
WHERE speaker IS NOT NULL AND kind <> 'indirect'
QUALIFY row_number() OVER (PARTITION BY speaker ORDER BY published_date, length(quote) DESC, fact_id) = 1
ORDER BY published DESC, speaker
