// Returns: the targets that a document sets, with value, comparator and deadline.
// Parameters: id (of the Document). Expected rows: up to a hundred.
MATCH (d:Document)-[:HAS_TARGET]->(t:Target)
WHERE d.id = $id
RETURN t.id AS id, t.name AS name, t.metric AS metric, t.comparator AS comparator, t.minimum AS minimum,
       t.maximum AS maximum, t.unit_word AS unit_word, t.approximate AS approximate, t.deadline AS deadline,
       t.period AS period, t.scope AS scope
ORDER BY id
