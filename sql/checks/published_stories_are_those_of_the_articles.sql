-- Every story has the row of published_stories that its articles make, and no other.
SELECT story_id, n_articles
FROM (FROM published_stories EXCEPT FROM published_stories_now)
UNION
SELECT story_id, n_articles
FROM (FROM published_stories_now EXCEPT FROM published_stories)
