-- Of which organisations is each actor a part, at any depth?
-- One row per actor and organisation `above` it; every actor is part of itself.
-- example: SELECT above FROM actor_ancestry WHERE actor_id = 'sy-mil'
CREATE OR REPLACE VIEW actor_ancestry AS
WITH RECURSIVE parents AS MATERIALIZED (  -- read once, and not once for each round
    SELECT actor_id, parent FROM actors WHERE parent IS NOT NULL
),

lineage AS (
    SELECT actor_id, actor_id AS above FROM actors
    UNION
    SELECT lineage.actor_id, parents.parent
    FROM lineage
    JOIN parents ON parents.actor_id = lineage.above
)

SELECT actor_id, above FROM lineage
