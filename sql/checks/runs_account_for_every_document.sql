-- For every run: discovered = landed + unchanged + rejected.
SELECT run_id, discovered, landed, unchanged, rejected
FROM runs
WHERE discovered <> landed + unchanged + rejected
