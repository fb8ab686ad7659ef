-- Which events report that a place changed hands, or is fought over, and who then holds it and who lost it?
-- Columns in addition to those of dated_events. The holder is the actor that gained the place, or to whom it was lost.
-- A place is a town or a part of a region, never a country. Outlets, charities, courts, UN bodies and quoted persons
-- never hold a place, nor do actors that are only near it or on its edge. `holder_key` and `loser_key` are the actor,
-- else the name in lower case; `is_of_a_day`: the stated time is a day, not a week or month.
-- example: SELECT day, place, holder_text, loser_text, sentence FROM territory_changes LIMIT 10
CREATE OR REPLACE VIEW territory_changes AS
SELECT
    dated_events.*,
    CASE territory WHEN 'lost' THEN target ELSE source END AS holder_text,
    CASE territory WHEN 'lost' THEN target_actor ELSE source_actor END AS holder_actor,
    CASE territory WHEN 'lost' THEN source WHEN 'gained' THEN nullif(target, place) END AS loser_text,
    CASE territory WHEN 'lost' THEN source_actor WHEN 'gained' THEN target_actor END AS loser_actor,
    coalesce(holder_actor, lower(holder_text)) AS holder_key,
    coalesce(loser_actor, lower(loser_text)) AS loser_key,
    coalesce(length(coalesce(date_end_text, date_start_text)) = 10, false) AS is_of_a_day
FROM dated_events
LEFT JOIN (SELECT actor_id AS teller, kind FROM actors) AS tellers
    ON teller = CASE territory WHEN 'lost' THEN target_actor ELSE source_actor END
WHERE territory IS NOT NULL
    AND NOT is_near
    AND coalesce(kind NOT IN ('media', 'ngo', 'un', 'igo', 'court', 'company'), true)
    AND NOT coalesce(kind = 'person' AND attribution IN (source, target), false)
    AND geo_precision IN (1, 2)
    AND modality IN ('asserted', 'claimed', 'denied')
