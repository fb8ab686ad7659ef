-- Who said what in these articles, in which role and for which side?
-- "Syrian army" and "the Syrian army" are one speaker.
-- The side is the actor of the seeds that the speaker is or speaks for, or the actor that this one is part of.
SELECT
    speaker, role, coalesce(if(actor.name = speaker, above.name, actor.name), above.name) AS side,
    quote, said.kind, cue, said.published_date AS published, said.site AS outlet,
    url, said.sentence, fact_id, confidence
FROM (SELECT * REPLACE (regexp_replace(speaker, '^[Tt]he ', '') AS speaker) FROM who_said_what) AS said
JOIN (SELECT fact_id, article_id, confidence FROM corrected_quotes AS quotes) AS fact USING (fact_id)
LEFT JOIN actors AS actor ON actor.actor_id = speaker_actor
LEFT JOIN actors AS above ON above.actor_id = actor.parent
WHERE list_contains($articles::VARCHAR[], article_id)
    AND ($actors::VARCHAR[] IS NULL OR list_contains($actors::VARCHAR[], speaker_actor))
ORDER BY count(*) OVER (PARTITION BY speaker) DESC, speaker NULLS LAST, published, fact_id
