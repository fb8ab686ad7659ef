-- Figures of this run, latest first
SELECT published_date AS published, measure, number, low, high, who, place, attribution AS "according to"
FROM corrected_figures
WHERE measure <> 'other' AND run_id = (SELECT arg_max(run_id, started) FROM runs)
QUALIFY row_number() OVER (PARTITION BY measure, low, high, place ORDER BY published_date, fact_id) = 1
ORDER BY published DESC, low DESC, fact_id
