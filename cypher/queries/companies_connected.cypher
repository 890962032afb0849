// Returns: pairs of enterprises that a person connects: person_id, person, first_id, first, second_id, second.
// Parameters: none. Expected rows: thousands for listed companies.
MATCH (a:Enterprise)<-[:HOLDS_ROLE]-(p:Person)-[:HOLDS_ROLE]->(b:Enterprise)
WHERE a.id < b.id
RETURN DISTINCT p.id AS person_id, p.name AS person, a.id AS first_id, a.name AS first, b.id AS second_id, b.name AS second
ORDER BY person_id, first_id, second_id
