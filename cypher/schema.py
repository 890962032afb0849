"""What each engine must know of the ontology before data comes: tables, constraints, indexes.

Names of types and columns come from the ontology, whose loader checks their shape, so they can stand in
statements unquoted but for backticks.
"""

from collections.abc import Iterator

import pyarrow as pa

from ontology.model import EdgeType, NodeType, Ontology
from records.schema import EDGE_ENDS, edge_schema, node_schema

#: The node that knows the data version. It is no Entity.
META = "JijuMeta"
#: Neo4j only: what search looks into, written beside a node's own properties and never shown.
SEARCH, SEARCH_TEXT = "_search", "_search_text"
SEARCH_INDEX = "entity_search"
#: Kinds of value that are looked up by equality and prefix, so that Neo4j should index them.
_LOOKED_UP = ("uscc", "code", "stock_code", "region_code")


def node_columns(node_type: NodeType) -> dict[str, pa.DataType]:
    """Columns of a node in the store, id first, with the types that the store gives back."""
    return {field.name: stored_type(field.type) for field in node_schema(node_type)}


def edge_columns(edge_type: EdgeType) -> dict[str, pa.DataType]:
    """Columns of a relation in the store: id first, without the ends."""
    ends = EDGE_ENDS[1:]
    return {field.name: stored_type(field.type) for field in edge_schema(edge_type) if field.name not in ends}


def stored_type(kind: pa.DataType) -> pa.DataType:
    """Stores hold money as DOUBLE: neither engine compares and adds decimals in every place."""
    return pa.float64() if pa.types.is_decimal(kind) else kind


def count_statement(ontology: Ontology) -> str:
    """Rows of every type, as (type, rows)."""
    # Counted before the name comes in: grouped by it, a type without rows would give no row.
    patterns = {name: f"(n:`{name}`)" for name in ontology.node_types}
    patterns |= {name: f"()-[r:`{name}`]->()" for name in ontology.edge_types}
    parts = (f"MATCH {p} WITH count(*) AS rows RETURN '{name}' AS type, rows" for name, p in patterns.items())
    return " UNION ALL ".join(parts)


# Neo4j


def neo4j_schema(ontology: Ontology) -> dict[str, str]:
    """Statements that make constraints and indexes, by the name of what they make; each says IF NOT EXISTS."""
    made = {
        "entity_id": "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
        "meta_key": f"CREATE CONSTRAINT meta_key IF NOT EXISTS FOR (n:{META}) REQUIRE n.key IS UNIQUE",
        SEARCH_INDEX: _fulltext_index(),
    }
    for node_type in ontology.node_types.values():
        for column in _indexed(node_type):
            name = f"{node_type.name.lower()}_{column}"
            made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:`{node_type.name}`) ON (n.`{column}`)"
    for edge_type in ontology.edge_types:
        name = f"r_{edge_type.lower()}_id"
        made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:`{edge_type}`]-() ON (r.id)"
    return made


def _fulltext_index() -> str:
    # The texts come cut into two-character pieces (cypher.ranking), so blanks are all there is to cut.
    return (
        f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:Entity) "
        f"ON EACH [n.`{SEARCH}`, n.`{SEARCH_TEXT}`] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )


def _indexed(node_type: NodeType) -> Iterator[str]:
    """id for paging in id order, name, first properties of keys, and codes."""
    wanted = dict.fromkeys(["id", "name", *(key[0] for key in node_type.keys)])
    wanted.update(dict.fromkeys(p.name for p in node_type.properties.values() if p.kind in _LOOKED_UP))
    columns = node_columns(node_type)
    return (name for name in wanted if name in columns and not pa.types.is_list(columns[name]))


# Ladybug


def ladybug_schema(ontology: Ontology) -> list[str]:
    """DDL of an empty database: a table a node type, a relation table a edge type with all its pairs of
    ends."""
    return [
        f"CREATE NODE TABLE {META}(key STRING, value STRING, PRIMARY KEY(key))",
        *(_node_table(t) for t in ontology.node_types.values()),
        *(_relation_table(t) for t in ontology.edge_types.values()),
    ]


def _node_table(node_type: NodeType) -> str:
    columns = ", ".join(f"`{name}` {ddl_type(kind)}" for name, kind in node_columns(node_type).items())
    return f"CREATE NODE TABLE `{node_type.name}`({columns}, PRIMARY KEY(id))"


def _relation_table(edge_type: EdgeType) -> str:
    pairs = ", ".join(f"FROM `{head}` TO `{tail}`" for head, tail in edge_type.ends)
    columns = ", ".join(f"`{name}` {ddl_type(kind)}" for name, kind in edge_columns(edge_type).items())
    return f"CREATE REL TABLE `{edge_type.name}`({pairs}, {columns})"


def ddl_type(kind: pa.DataType) -> str:
    """The embedded engine's name of an Arrow type."""
    if pa.types.is_list(kind):
        return f"{ddl_type(kind.value_type)}[]"
    names = {
        pa.string(): "STRING",
        pa.int64(): "INT64",
        pa.float64(): "DOUBLE",
        pa.bool_(): "BOOLEAN",
        pa.date32(): "DATE",
    }
    return names[kind]
