-- When did the run before this one land, which runs have landed since, and what are the first and last days of
-- publication?
-- For a nightly run it is the run of the night before, for a manual one the run that ended last; the snapshot of a run
-- has its id in the commit message.
WITH before AS (
    SELECT max(ended) AS ended, arg_max(run_id, ended) AS run_id
    FROM runs
    WHERE run_id <> $run AND if($night IS NULL, ended <= $started, night < $night)
)

SELECT
    (
        SELECT max(snapshot_time) FROM ducklake_snapshots('lake') WHERE commit_message = 'run ' || before.run_id
    ) AS since,
    (SELECT list(run_id ORDER BY ended) FROM runs WHERE run_id = $run OR (ended > before.ended AND ended <= $ended)) AS runs,
    (SELECT min(published_date) FROM articles WHERE date_source <> 'fetched' AND run_id = $run) AS oldest,
    (SELECT max(published_date) FROM articles WHERE date_source <> 'fetched' AND run_id = $run) AS newest,
    (SELECT max(published_date) FROM articles WHERE date_source <> 'fetched') AS newest_of_all,
    before.ended IS NULL AS is_first
FROM before
