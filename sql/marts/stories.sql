-- How many outlets published each story, and which was first?
-- One row per story: a report with its reprints and rewrites, of any night. The origin is the article published first,
-- as far as known. Two independent stories about one incident are two rows; in `incidents` they are one row, with
-- `n_outlets` and, if two outlets wrote them, two `n_independent_origins`.
-- example: SELECT title, n_sources, outlets FROM stories LIMIT 10
CREATE OR REPLACE VIEW stories AS
FROM published_stories
ORDER BY n_sources DESC, first_published, story_id
