-- Which quotations are there, with article and outlet?
SELECT quotes.*, site AS outlet, title, url
FROM corrected_quotes AS quotes
JOIN articles USING (article_id)
