-- Every article has a site: the host of its address if its page names none, empty for a file.
-- needed: SELECT count(*) > 0 FROM articles WHERE site IS NULL
UPDATE articles SET site = regexp_extract(url, '^\w+://(?:www\.)?([^/:]+)', 1) WHERE site IS NULL
