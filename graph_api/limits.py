"""What a query may cost, told before anything is sent to the store.

Price: how many objects the answer can hold. A field that gives objects costs one for each; ``first``, ``last``,
``limit`` and the number of ``ids`` multiply all that is selected below them; connections, their edges and
pageInfo are free. A mutation costs as much as a thousand objects. Of fragments on several types the dearest counts,
since an entity is of one type.
Depth: how many fields stand inside each other, introspection aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from graph_api.errors import QueryTooCostly, QueryTooDeep

#: Lists without an argument for their length, and how long they usually are.
_LENGTHS = {
    "conflicts": 5, "values": 3, "mergedFrom": 5, "columns": 30, "added": 10, "changed": 10, "retracted": 10,
    "sheets": 5, "sources": 5, "relationCounts": 10, "anchors": 3, "counts": 50, "documentFacts": 200,
    "definitions": 2, "derived": 5, "related": 3, "peers": 5, "factors": 5, "funnel": 6,
}  # fmt: skip
#: What a mutation costs: a request may send so many writes as its limit allows times this.
WRITE = 1000
_SIZES = ("first", "last", "limit")
#: Above this a price is only "too much": numbers do not grow with the attack.
_CEILING = 10**12

Fragments = Mapping[str, FragmentDefinitionNode]


@dataclass(frozen=True)
class Cost:
    """Prices operations of one schema."""

    schema: GraphQLSchema
    most: int

    def check(self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
        """The price of a valid operation. Raises QueryTooCostly."""
        root = self.schema.get_root_type(operation.operation)
        assert root
        given = {**_defaults(operation), **variables}
        price = _Pricing(self.schema, fragments(document), given).of(operation.selection_set, root)
        if price > self.most:
            raise QueryTooCostly(
                f"the query may return {price} objects, and {self.most} are allowed; ask for fewer with first, "
                "or page with after",
                cost=price,
                limit=self.most,
            )
        return price


class _Pricing:
    def __init__(self, schema: GraphQLSchema, fragments: Fragments, variables: Mapping[str, Any]) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
        self._known: dict[tuple[str, str], tuple[int, dict[str, int]]] = {}

    def of(self, selected: SelectionSetNode, parent: GraphQLNamedType) -> int:
        always, by_type = self.parts(selected, parent)
        return min(always + max(by_type.values(), default=0), _CEILING)

    def parts(self, selected: SelectionSetNode, parent: GraphQLNamedType) -> tuple[int, dict[str, int]]:
        """What costs always, and what only for one type of entity."""
        always = 0
        by_type: dict[str, int] = {}
        for selection in selected.selections:
            if isinstance(selection, FieldNode):
                always += self.field(selection, parent)
                continue
            condition, (inner, typed) = self.fragment(selection, parent)
            if isinstance(condition, GraphQLObjectType) and condition is not parent:
                typed[condition.name] = typed.get(condition.name, 0) + inner
            else:
                always += inner
            for name, price in typed.items():
                by_type[name] = by_type.get(name, 0) + price
        return min(always, _CEILING), {name: min(price, _CEILING) for name, price in by_type.items()}

    def fragment(self, selection: Any, parent: GraphQLNamedType) -> tuple[GraphQLNamedType, tuple[int, dict[str, int]]]:
        if isinstance(selection, InlineFragmentNode):
            named = selection.type_condition
            condition = self.schema.type_map[named.name.value] if named else parent
            return condition, self.parts(selection.selection_set, condition)
        assert isinstance(selection, FragmentSpreadNode)
        fragment = self.fragments[selection.name.value]
        condition = self.schema.type_map[fragment.type_condition.name.value]
        key = (selection.name.value, condition.name)
        if key not in self._known:
            self._known[key] = self.parts(fragment.selection_set, condition)
        always, typed = self._known[key]
        return condition, (always, dict(typed))

    def field(self, node: FieldNode, parent: GraphQLNamedType) -> int:
        if node.selection_set is None or node.name.value.startswith("__"):
            return 0
        assert isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
        definition = parent.fields[node.name.value]
        of = get_named_type(definition.type)
        own = 0 if of.name.endswith(("Connection", "Edge")) or of.name == "PageInfo" else 1
        if parent is self.schema.mutation_type:
            own = WRITE
        inner = own + self.of(node.selection_set, of)
        return min(self.times(node, definition.args) * inner, _CEILING)

    def times(self, node: FieldNode, arguments: Mapping[str, GraphQLArgument]) -> int:
        given = {a.name.value: a.value for a in node.arguments or ()}
        if "ids" in arguments:
            return self.length(given.get("ids"))
        sizes = [n for n in _SIZES if n in arguments]
        numbers = (self.number(given[n]) for n in sizes if n in given)
        told = [n for n in numbers if n is not None]
        if told:
            return max(0, *told)
        defaults = [arguments[n].default_value for n in sizes]
        return next((n for n in defaults if isinstance(n, int)), 100 if sizes else _LENGTHS.get(node.name.value, 1))

    def number(self, value: ValueNode) -> int | None:
        if isinstance(value, IntValueNode):
            return min(int(value.value), _CEILING)
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return min(given, _CEILING) if isinstance(given, int) else None
        return None

    def length(self, value: ValueNode | None) -> int:
        if isinstance(value, ListValueNode):
            return len(value.values)
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return len(given) if isinstance(given, list) else 1
        return 1


@dataclass(frozen=True)
class Depth:
    """Measures how deep an operation goes."""

    most: int

    def check(self, document: DocumentNode, operation: OperationDefinitionNode) -> int:
        """The depth of a valid operation. Raises QueryTooDeep."""
        known: dict[str, int] = {}
        depth = _depth(operation.selection_set, fragments(document), known)
        if depth > self.most:
            raise QueryTooDeep(
                f"the query is {depth} fields deep, and {self.most} are allowed; split it",
                depth=depth,
                limit=self.most,
            )
        return depth


def _depth(selected: SelectionSetNode, fragments: Fragments, known: dict[str, int]) -> int:
    deepest = 0
    for selection in selected.selections:
        match selection:
            case FieldNode(selection_set=inner):
                if not selection.name.value.startswith("__"):
                    below = _depth(inner, fragments, known) if inner else 0
                    deepest = max(deepest, 1 + below)
            case InlineFragmentNode():
                deepest = max(deepest, _depth(selection.selection_set, fragments, known))
            case FragmentSpreadNode():
                name = selection.name.value
                if name not in known:
                    known[name] = _depth(fragments[name].selection_set, fragments, known)
                deepest = max(deepest, known[name])
    return deepest


def fragments(document: DocumentNode) -> Fragments:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


def _defaults(operation: OperationDefinitionNode) -> dict[str, int]:
    """Numbers that variables have where they are not given."""
    return {
        v.variable.name.value: int(v.default_value.value)
        for v in operation.variable_definitions or ()
        if isinstance(v.default_value, IntValueNode)
    }
