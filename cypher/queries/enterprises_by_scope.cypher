// Returns: county (six digits; null where it could not be placed), enterprises (how many name the text in their scope).
// Parameters: text. Expected rows: one a county, some 20 for a prefecture.
MATCH (n:Enterprise)
WHERE n.scope CONTAINS $text
WITH left(n.region_code, 6) AS county, count(*) AS enterprises
RETURN county, enterprises
ORDER BY enterprises DESC, county
