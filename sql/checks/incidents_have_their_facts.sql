-- Every incident has facts, every fact of an incident exists, and both facts of a link are in an incident.
SELECT incidents.incident_id AS of_incident, NULL AS of_fact
FROM incidents
ANTI JOIN incident_facts USING (incident_id)
UNION ALL
SELECT incident_id, fact_id
FROM incident_facts
ANTI JOIN (SELECT fact_id FROM events UNION ALL SELECT fact_id FROM figures) AS there USING (fact_id)
UNION ALL
SELECT NULL, link_id
FROM incident_links
WHERE made_by = 'rules'
    AND (fact_id NOT IN (SELECT fact_id FROM incident_facts) OR other_id NOT IN (SELECT fact_id FROM incident_facts))
