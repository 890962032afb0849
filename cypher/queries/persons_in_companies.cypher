// Returns: id, name of persons that hold an office in several enterprises, how many (companies), one row a person.
// Parameters: least (how many enterprises at least, 2). Expected rows: thousands for listed companies.
MATCH (p:Person)-[:HOLDS_ROLE]->(e:Enterprise)
WITH p.id AS id, p.name AS name, count(DISTINCT e.id) AS companies
WHERE companies >= $least
RETURN id, name, companies
ORDER BY companies DESC, id
