-- On which words does each part of an event rest, how probable does the reader find it, and do the rules agree?
SELECT
    fact_id,
    part,
    json_extract_string(evidence, '$.' || part || '.words') AS words,
    json_extract(evidence, '$.' || part || '.probability')::DOUBLE AS probability,
    json_extract(evidence, '$.' || part || '.inherited')::BOOLEAN AS from_another_sentence,
    json_extract(evidence, '$.' || part || '.rules')::BOOLEAN AS rules_agree,
    sentence
FROM (SELECT *, unnest(json_keys(evidence)) AS part FROM events WHERE evidence IS NOT NULL)
WHERE part <> 'text'
ORDER BY probability, fact_id, part
LIMIT 20
