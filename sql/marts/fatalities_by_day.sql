-- How many were killed on which day, where, and do the sources agree?
-- One row per day and place: the sum of its incidents' tolls, without running totals, parts of a toll and a side's
-- claims about its enemy's dead. Sources that disagree on an incident widen its range and are never added. An undated
-- incident counts on the day of its first report; one dated to a week or longer is left out, and so is undated
-- background. `low` and `high` are null if any incident leaves that bound open ("at least 41" has no high), `best` if
-- any has no number that most of its stories report. Place, sentence and url are from the incident with most deaths.
-- Places contain one another: sum only rows of one geo_precision (1 and 2: towns, 3: regions and countries).
-- example: SELECT day, place, low, best, high FROM fatalities_by_day WHERE country = 'SY' ORDER BY day
CREATE OR REPLACE VIEW fatalities_by_day AS
SELECT * EXCLUDE (spot)
FROM daily_fatalities
ORDER BY day, country, place, low, high, url
