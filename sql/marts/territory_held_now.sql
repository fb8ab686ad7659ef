-- Which rows has the table territory_held, computed from nothing?
-- Who holds each place in each span of days (territory_each_span), by all changes of control. Landings keep the table
-- equal to this view.
-- example: SELECT spot, valid_from FROM territory_held_now EXCEPT SELECT spot, valid_from FROM territory_held
CREATE OR REPLACE VIEW territory_held_now AS
FROM territory_each_span(NULL)
