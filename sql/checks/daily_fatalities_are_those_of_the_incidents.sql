-- Every day and place with deaths has the row of daily_fatalities that its incidents make, and no other.
SELECT day, spot, low, high
FROM (FROM daily_fatalities EXCEPT FROM daily_fatalities_now)
UNION
SELECT day, spot, low, high
FROM (FROM daily_fatalities_now EXCEPT FROM daily_fatalities)
