"""Time words of news: what they are, which stretch of the calendar each means, and which way its clause looks."""
