-- Which run was the last?
SELECT * FROM runs ORDER BY ended DESC, run_id LIMIT 1
