-- Which numbers are told by a word that is no count, such as "dozens" or "thousands"?
-- One row per figure without an upper bound; `low` is what the word counts as, at the least. The word is in lower case:
-- where it begins a sentence, its capital says nothing.
-- example: SELECT measure, low, in_words FROM told_in_words JOIN corrected_figures USING (fact_id, low)
CREATE OR REPLACE VIEW told_in_words AS
SELECT fact_id, low, lower(number) AS in_words
FROM corrected_figures
WHERE high IS NULL AND qualifier IS NULL AND regexp_full_match(number, '\D+')
