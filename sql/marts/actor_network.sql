-- Who is reported to act on whom, or to have a relation to whom, and in how many articles?
-- One row per source, target and tie, in that direction. `kind`: act (`tie` is the PLOVER class in lower case; at least
-- one of the two is an actor of the seeds) or tie (`tie` is the predicate of a relation: backs, opposed_to …; roles are
-- left out). Actors have their name in the seeds, else the words of the article. `n_incidents`: number of incidents; an
-- event without an incident, and each report of a relation, counts as one. `first_report` and `last_report` are days of
-- publication, not the time since when a relation exists; the sentence is from the last report. Denied, planned and
-- hypothetical facts, and ties of an actor to itself, are left out.
-- example: SELECT source, tie, target, n_articles FROM actor_network WHERE kind = 'tie' ORDER BY n_articles DESC
CREATE OR REPLACE VIEW actor_network AS
WITH names AS (SELECT actor_id, name FROM actors),

told AS (
    SELECT
        'act' AS kind, lower(plover) AS tie, source, source_actor, target, target_actor, article_id, published_date,
        coalesce(incident_id, fact_id) AS happening, fact_id, sentence
    FROM corrected_events
    LEFT JOIN incident_facts USING (fact_id, article_id)
    WHERE modality IN ('asserted', 'claimed') AND source IS NOT NULL AND target IS NOT NULL
        AND (source_actor IS NOT NULL OR target_actor IS NOT NULL)
    UNION ALL
    SELECT
        'tie', predicate, subject, subject_actor, object, object_actor, article_id, published_date, fact_id, fact_id,
        sentence
    FROM corrected_relations
    WHERE modality IN ('asserted', 'claimed') AND predicate <> 'role'
)

SELECT
    coalesce(doer.name, told.source) AS source,
    source_actor,
    kind,
    tie,
    coalesce(other.name, told.target) AS target,
    target_actor,
    count(DISTINCT happening) AS n_incidents,
    count(DISTINCT article_id) AS n_articles,
    min(published_date) AS first_report,
    max(published_date) AS last_report,
    arg_max(sentence, (published_date, fact_id)) AS sentence,
    arg_max(fact_id, (published_date, fact_id)) AS fact_id
FROM told
LEFT JOIN names AS doer ON doer.actor_id = source_actor
LEFT JOIN names AS other ON other.actor_id = target_actor
WHERE coalesce(doer.name, told.source) <> coalesce(other.name, told.target)
GROUP BY ALL
ORDER BY n_articles DESC, source, tie, target
