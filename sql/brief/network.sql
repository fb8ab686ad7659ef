-- In these articles, who acted on whom, and who backs, arms, trains or opposes whom?
WITH told AS (
    SELECT
        'act' AS kind, lower(plover) AS tie, source, source_actor, target, target_actor, article_id, published_date,
        coalesce(incident_id, fact_id) AS happening, fact_id, sentence
    FROM corrected_events AS events
    LEFT JOIN incident_facts USING (fact_id, article_id)
    WHERE modality IN ('asserted', 'claimed') AND source_actor IS NOT NULL AND target_actor IS NOT NULL
        AND when_told = 'new'
    UNION ALL
    SELECT
        'tie', replace(predicate, '_', ' '), subject, subject_actor, object, object_actor, article_id, published_date,
        fact_id, fact_id, sentence
    FROM corrected_relations AS relations
    WHERE modality IN ('asserted', 'claimed') AND subject_actor IS NOT NULL AND object_actor IS NOT NULL
        AND predicate IN ('backs', 'trains', 'arms', 'funds', 'allied_with', 'opposed_to', 'member_of', 'leads')
)

SELECT
    kind,
    coalesce(doer.name, told.source) AS source,
    tie,
    coalesce(other.name, told.target) AS target,
    count(DISTINCT happening) AS n,
    count(DISTINCT article_id) AS n_articles,
    arg_max(sentence, (published_date, fact_id)) AS sentence,
    arg_max(fact_id, (published_date, fact_id)) AS fact_id
FROM told
LEFT JOIN (SELECT actor_id, name FROM actors) AS doer ON doer.actor_id = source_actor
LEFT JOIN (SELECT actor_id, name FROM actors) AS other ON other.actor_id = target_actor
WHERE list_contains($articles::VARCHAR[], article_id)
    AND source_actor <> target_actor
    AND ($actors::VARCHAR[] IS NULL OR list_has_any($actors::VARCHAR[], [source_actor, target_actor]))
GROUP BY ALL
ORDER BY kind, n DESC, n_articles DESC, source, tie, target
