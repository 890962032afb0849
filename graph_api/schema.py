"""The GraphQL schema of an ontology."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, Undefined
from strawberry.schema.config import StrawberryConfig

from graph_api.changes import change_fields
from graph_api.clusters import cluster_fields
from graph_api.fact_mutations import fact_mutation_fields
from graph_api.facts import fact_fields
from graph_api.fields import Info, ReadField, make_type
from graph_api.mutations import job_field, mutation_fields
from graph_api.project_moves import move_field
from graph_api.query import query_fields
from graph_api.relationships import relationship_fields
from graph_api.review import review_fields
from graph_api.types import Types
from ontology.errors import Refusal
from ontology.model import Ontology


def make_schema(ontology: Ontology) -> strawberry.Schema:
    """The schema, in a second or two."""
    types = Types(ontology)
    fields = [*query_fields(types), *relationship_fields(types), *cluster_fields(types)]
    fields += [*change_fields(types), *review_fields(types), *fact_fields(types), job_field(types)]
    _check_names(field.graphql_name for field in fields)
    query = make_type("Query", fields, "查询 · all that can be asked")
    mutation = make_type(
        "Mutation",
        [*mutation_fields(types), *fact_mutation_fields(types), move_field(types)],
        "写入，各注明所需角色 · all that changes data, by role",
    )
    entities = [types.named[t.name] for t in ontology.node_types.values()]
    schema = strawberry.Schema(query, mutation, types=entities, config=StrawberryConfig(info_class=Info))
    _read_directly(core(schema))
    return schema


def _check_names(names: Iterable[str]) -> None:
    """Raise where a type added to the ontology takes the name of one of the API's own fields."""
    for name, times in Counter(names).items():
        if times > 1:
            raise Refusal(f"the API has a field {name!r} of its own; choose another field or plural_field for the type")


_MADE: dict[str, strawberry.Schema] = {}


def schema_of(ontology: Ontology) -> strawberry.Schema:
    """The schema, made once for an ontology: new data does not change it."""
    if ontology.hash not in _MADE:
        _MADE[ontology.hash] = make_schema(ontology)
    return _MADE[ontology.hash]


def core(schema: strawberry.Schema) -> GraphQLSchema:
    """The schema as graphql-core knows it."""
    made: GraphQLSchema = schema._schema  # noqa: SLF001 - Strawberry has no other way to it
    return made


def _read_directly(schema: GraphQLSchema) -> None:
    """Hand the readers of plain fields to graphql-core, and let it ask no row for its type again."""
    for made in schema.type_map.values():
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType) and not made.name.startswith("__"):
            if isinstance(made, GraphQLObjectType):
                made.is_type_of = None
            for field in made.fields.values():
                definition: Any = field.extensions.get("strawberry-definition")
                if isinstance(definition, ReadField):
                    field.resolve = definition.read
                for argument in field.args.values():
                    # What may be left out need not say "= null".
                    if argument.default_value is None:
                        argument.default_value = Undefined
