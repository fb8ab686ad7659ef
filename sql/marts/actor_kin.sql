-- Which actors are part of one another, at any depth, such as a brigade and its army, or an actor and itself?
-- In both directions: `one` is part of `other`, or `other` of `one`. Two brigades of one army are not related.
-- example: SELECT other FROM actor_kin WHERE one = 'sy-mil'
CREATE OR REPLACE VIEW actor_kin AS
WITH lineage AS MATERIALIZED (SELECT actor_id, above FROM actor_ancestry)

SELECT actor_id AS one, above AS other FROM lineage
UNION
SELECT above AS one, actor_id AS other FROM lineage
