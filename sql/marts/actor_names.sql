-- What is an actor of the seeds called?
-- One row an actor_id that some article names; the name is the one the seeds give it.
CREATE OR REPLACE VIEW actor_names AS
SELECT actor_id, mode(name) AS name
FROM mentions
WHERE actor_id IS NOT NULL AND name IS NOT NULL
GROUP BY actor_id
