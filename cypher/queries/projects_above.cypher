// Returns: county (six digits or null), id, name, stage, planned_amount of projects of at least so many yuan.
// Parameters: yuan. Expected rows: tens to hundreds.
MATCH (p:Project)
WHERE p.planned_amount >= $yuan
RETURN left(p.region_code, 6) AS county, p.id AS id, p.name AS name, p.stage AS stage,
       p.planned_amount AS planned_amount
ORDER BY county IS NULL, county, planned_amount DESC, id
