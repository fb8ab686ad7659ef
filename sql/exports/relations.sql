-- Which standing relations are there, with article and outlet?
SELECT relations.*, site AS outlet, title, url
FROM corrected_relations AS relations
JOIN articles USING (article_id)
