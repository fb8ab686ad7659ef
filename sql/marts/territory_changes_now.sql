-- Which rows has the table control_changes, computed from nothing?
-- The changes of control (territory_changes) with the columns that territory_on and territory_history read, and for
-- each side the actors that it is part of (actor_ancestry). Landings keep the table equal to this view; a check
-- compares them.
-- example: SELECT fact_id FROM territory_changes_now EXCEPT SELECT fact_id FROM control_changes
CREATE OR REPLACE VIEW territory_changes_now AS
WITH lines AS MATERIALIZED (
    SELECT actor_id, list(above ORDER BY above) AS line FROM actor_ancestry GROUP BY actor_id
)

SELECT
    fact_id, article_id, published_date, day, is_stated, is_of_a_day, is_news, is_kept, is_taken, is_admitted, spot,
    place, place_id, latitude, longitude, country, territory, modality, holder_text, holder_actor, holder_key,
    loser_text, loser_actor, loser_key, sentence_index, sentence, story_id, outlet, url,
    coalesce(holding.line, []) AS holder_line,
    coalesce(losing.line, []) AS loser_line
FROM territory_changes
LEFT JOIN lines AS holding ON holding.actor_id = holder_key
LEFT JOIN lines AS losing ON losing.actor_id = loser_key
