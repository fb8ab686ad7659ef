-- Quotations with their articles become a table that who_said_what reads; landings keep it up to date.
-- after: marts
-- needed: SELECT NOT EXISTS (FROM published_quotes) AND EXISTS (FROM published_quotes_now)
INSERT INTO published_quotes BY NAME FROM published_quotes_now
