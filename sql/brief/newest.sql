-- What is the newest day of publication in the warehouse?
SELECT max(published_date) AS day FROM articles WHERE date_source <> 'fetched'
