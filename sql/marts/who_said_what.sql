-- Who said what, in which role, when, and where was it published?
-- One row per quotation; if several articles of a story have the same words, only the first article is kept.
-- example: SELECT speaker, quote, site FROM who_said_what WHERE speaker = 'Marta Lindholm'
CREATE OR REPLACE VIEW who_said_what AS
SELECT
    speaker,
    speaker_actor,
    role,
    quote,
    kind,
    published_date,
    site,
    url,
    title,
    cue,
    addressee,
    sentence,
    fact_id
FROM published_quotes
QUALIFY row_number() OVER (
    PARTITION BY story_id, speaker, quote ORDER BY published_date, published_at, article_id, "start"
) = 1
ORDER BY published_date, article_id, "start"
