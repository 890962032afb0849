// Returns: id, name of what lies directly upstream of the product of this name.
// Parameters: name. Expected rows: tens.
MATCH (a:Product|Industry)-[:UPSTREAM_OF]->(b:Product)
WHERE b.name = $name
RETURN DISTINCT a.id AS id, a.name AS name
ORDER BY id
