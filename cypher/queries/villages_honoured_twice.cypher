// Returns: id, name, region_code, products of the villages that were given an honour in two years.
// Parameters: honour (part of its name: 淘宝村), first, second (years). Expected rows: tens.
MATCH (v:Village)-[a:AWARDED]->(h:Honor), (v)-[b:AWARDED]->(g:Honor)
WHERE h.name CONTAINS $honour AND g.name CONTAINS $honour AND a.year = $first AND b.year = $second
RETURN DISTINCT v.id AS id, v.name AS name, v.region_code AS region_code, v.products AS products
ORDER BY id
