-- Changes of control become a table that territory_on and territory_history read; landings keep it up to date.
-- after: marts
-- needed: SELECT NOT EXISTS (FROM control_changes) AND EXISTS (FROM territory_changes)
INSERT INTO control_changes BY NAME FROM territory_changes_now
