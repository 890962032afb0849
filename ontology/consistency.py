"""Checks that look at several types at once; each mistake names file, line and key."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import OntologyError
from ontology.yaml_file import Section, read

if TYPE_CHECKING:
    from ontology.declarations import EdgeType, NodeType, Property

#: Fields that every entity has in the API, and the columns that every record and node has.
RESERVED_FIELDS = frozenset({
    "id", "type", "typeLabel", "sources", "sourceIds", "evidence", "relationCounts", "relations",
    "conflicts", "mergedFrom", "fromId", "toId", "fromType", "toType",
})  # fmt: skip
#: Type names that the API, the stores and records use themselves.
RESERVED_TYPES = frozenset({
    "BeliefReason", "Boolean", "BooleanFilter", "ChainGap", "ChainLead", "ChainLeads", "ChainLink",
    "ChainSegment", "Change", "ChangeConnection", "ChangeEdge", "ChangeKind", "ColumnAlternative",
    "CommonNeighbor", "CommonNeighbors", "Community", "CommunityNetwork", "CommunityPart", "CommunityResult",
    "ComplexityTable", "ConcentrationMeasure", "Conflict", "ConflictValue", "ConnectingSubgraph",
    "ControlGroup", "ControlGroups", "ControlRule", "Controller", "Controllers", "Date", "DateFilter",
    "DateTime", "Decimal", "Decision", "DecisionConnection", "DecisionEdge", "DerivedFigure", "DerivedTie",
    "DiffCount", "Direction", "EdgeTypeName", "Edit", "Entity", "EntityWhere", "Evidence", "ExtractedFact",
    "ExtractedFactConnection", "ExtractedFactEdge", "Fact", "FactConflict", "FactCorrection", "FactDecision",
    "FactDecisionConnection", "FactDecisionEdge", "FactEnd", "FactEndInput", "FactKind", "FactPayload",
    "FactReason", "FactState", "FactSuggestion", "FactValueInput", "FactVerdict", "FactWhere", "FallState",
    "Fallen", "Float", "FloatFilter", "FunnelStep", "GuaranteeCircle", "GuaranteeCircleCount",
    "GuaranteeCircleKind", "GuaranteeCircles", "GuaranteeExposure", "Happening", "HappeningKind", "HhiBy", "ID",
    "IDFilter", "ImportDiff", "ImportFilePayload", "ImportInput", "ImportMode", "ImportProblem", "ImportReport",
    "ImportSheet", "Indicator", "IndicatorGroup", "IndicatorRow", "IndicatorTable", "IndustryCandidate",
    "IndustryChain", "IndustryComplexity", "InspectImportPayload", "Int", "IntFilter", "Interlock",
    "InterlockTie", "Interlocks", "JSON", "Job", "JobState", "JudgePayload", "KnockOn", "KnockOnTie", "Lang",
    "LeadFactor", "LeadWeights", "LedgerRow", "LeftOut", "MappingProposal", "Me", "Merge", "MergeCandidate",
    "MergeCandidateConnection", "MergeCandidateEdge", "MergeReason", "Money", "MoneyFilter",
    "MoveProjectPayload", "Mutation", "NetworkNode", "NetworkRelation", "NextIndustries", "Node",
    "NodeTypeName", "Notice", "OrderDirection", "OverrideValuePayload", "Ownership", "OwnershipDirection",
    "PageInfo", "PartialDate", "Path", "Paths", "PeerRegion", "PipelineQuarter", "PlaceCoverage",
    "PlaceOfResult", "Point", "PolicyLedger", "PresenceFilter", "ProjectPipeline", "ProjectProgress",
    "ProposedColumn", "Query", "Ranked", "RankedEntity", "Record", "RegionComplexity", "RelatedIndustry",
    "RelatedWhere", "Relation", "RelationConnection", "RelationCount", "RelationEdge", "RetractSourcePayload",
    "SearchHit", "SharedValue", "SharedValueRule", "ShiftShare", "ShiftShareTable", "SimilarEntities",
    "SimilarEntity", "SimilarityFactor", "Source", "SourceDiff", "SourceInput", "SourceVersion", "Stake",
    "String", "StringFilter", "Subgraph", "SubgraphRelation", "Subscription", "TargetConflict",
    "TargetDefinition", "TargetStatus", "TextSpan", "TextsFilter", "Timeline", "TypeCount", "UltimateOwner",
    "UltimateOwners", "UserError", "Verdict", "WarmPath", "WarmPaths", "Weight",
})  # fmt: skip
_COLUMNS = {"money": ("_currency", "_words"), "date": ("_precision",), "point": ("_longitude", "_latitude")}
_NUMBERS = ("integer", "number", "money", "share")
_COLOR = re.compile(r"#[0-9a-f]{6}")
#: Kinds whose values have one comparable text, so that records can be joined on them.
_KEY_KINDS = frozenset({
    "string", "code", "stock_code", "uscc", "region_code", "url", "email", "phone", "enum", "integer", "date",
})  # fmt: skip


def camel(name: str) -> str:
    """``registered_capital`` → ``registeredCapital``, as the API writes it."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def check(node_types: "Mapping[str, NodeType]", edge_types: "Mapping[str, EdgeType]", files: Sequence[Path]) -> None:
    """Raise OntologyError for the first contradiction between the types."""
    places = {(file.parent.name, file.stem): file for file in files}
    _check_names(node_types, places)
    for node_type in node_types.values():
        place = _Place(places["types", node_type.name])
        _check_node_type(node_type, place)
        _check_properties(node_type.properties, place)
    for edge_type in edge_types.values():
        _check_properties(edge_type.properties, _Place(places["edges", edge_type.name]))
    _check_relation_fields(node_types, edge_types, places)


class _Place:
    """A file whose lines are looked up only when there is something to complain about."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def error(self, message: str, *keys: str) -> OntologyError:
        section = read(self.file)
        line = section.line
        for key in keys:
            line = section.lines.get(key, line)
            inner = section.values.get(key)
            if not isinstance(inner, Section):
                break
            section = inner
        return OntologyError(self.file, line, f"{'.'.join(keys)}: {message}")


def _check_names(node_types: "Mapping[str, NodeType]", places: Mapping[tuple[str, str], Path]) -> None:
    seen: dict[str, str] = {}
    for t in node_types.values():
        place = _Place(places["types", t.name])
        if t.like and t.like not in node_types:
            raise place.error(f"there is no node type {t.like!r}", "like")
        if t.name in RESERVED_TYPES:
            raise place.error(f"{t.name!r} is a name of Jiju's own; choose another", "name")
        names = {"field": t.field, "plural_field": t.plural_field, "id_prefix": f"{t.id_prefix}:"}
        for key, name in names.items():
            if name in seen:
                raise place.error(f"{name!r} is already used by {seen[name]}", key)
            seen[name] = t.name


def _check_node_type(node_type: "NodeType", place: _Place) -> None:
    if not _COLOR.fullmatch(node_type.color):
        raise place.error(f'{node_type.color!r} must look like "#2f6fde"', "color")
    if not 0 <= node_type.strong_keys <= len(node_type.keys):
        raise place.error(f"must be 0 to {len(node_type.keys)}, the number of keys", "strong_keys")
    for key in node_type.keys:
        for name in key:
            declared = node_type.properties[name]
            if declared.kind not in _KEY_KINDS or declared.multiple:
                raise place.error(f"{name!r} is {declared.kind} or multiple and cannot identify", "keys")


def _check_properties(properties: "Mapping[str, Property]", place: _Place) -> None:
    columns: dict[str, str] = {}
    fields: dict[str, str] = {}
    for name, declared in properties.items():
        at = ("properties", name)
        if camel(name) in RESERVED_FIELDS:
            raise place.error(f"{name!r} is a name that every entity has already", *at)
        if camel(name) in fields:
            raise place.error(f"reads like {fields[camel(name)]!r} in the API", *at)
        fields[camel(name)] = name
        for suffix in ("", *_COLUMNS.get(declared.kind, ())):
            column = name + suffix
            if column in columns:
                raise place.error(f"its column {column!r} is one of {columns[column]!r} too", *at)
            columns[column] = name
        if declared.multiple and declared.kind in _COLUMNS:
            raise place.error(f"a {declared.kind} cannot be multiple", *at)
        _check_rules(declared, properties, place)


def _check_rules(declared: "Property", properties: "Mapping[str, Property]", place: _Place) -> None:
    """Whether what the property's values may be can be said of its kind."""
    kind = "list" if declared.multiple else declared.kind
    bounded = declared.minimum is not None or declared.maximum is not None
    stated = {
        "past": (declared.past, ("date", "integer")),
        "minimum" if declared.minimum is not None else "maximum": (bounded, _NUMBERS),
        "whole": (declared.whole is not None, ("share",)),
    }
    for key, (is_stated, kinds) in stated.items():
        if is_stated and kind not in kinds:
            told = f"is for {', '.join(kinds)}; {declared.name!r} is {kind}"
            raise place.error(told, "properties", declared.name, key)
    if declared.minimum is not None and declared.maximum is not None and declared.minimum > declared.maximum:
        raise place.error("is more than the maximum", "properties", declared.name, "minimum")
    if declared.whole not in (None, "head", "tail"):
        raise place.error(f"must be head or tail, is {declared.whole!r}", "properties", declared.name, "whole")
    for key in ("at_most", "before", "usually_at_most"):
        for other in getattr(declared, key):
            at = ("properties", declared.name, key)
            if other not in properties:
                raise place.error(f"the property {other!r} is not declared", *at)
            if kind not in ("date", *_NUMBERS) or properties[other].kind != kind or properties[other].multiple:
                raise place.error(f"{declared.name!r} and {other!r} are not two dates, or two numbers of a kind", *at)


def _check_relation_fields(
    node_types: "Mapping[str, NodeType]",
    edge_types: "Mapping[str, EdgeType]",
    places: Mapping[tuple[str, str], Path],
) -> None:
    for node_type in node_types.values():
        taken = {camel(name): f"the property {name!r}" for name in node_type.properties}
        for edge_type, key, field in _relation_fields(node_type.name, edge_types):
            place = _Place(places["edges", edge_type.name])
            if field in RESERVED_FIELDS:
                raise place.error(f"{field!r} is a field that every entity has already", key)
            if field in taken:
                raise place.error(f"{field!r} on {node_type.name} is already {taken[field]}", key)
            taken[field] = f"{key} of {edge_type.name}"


def _relation_fields(node_type: str, edge_types: "Mapping[str, EdgeType]") -> "Iterator[tuple[EdgeType, str, str]]":
    for edge_type in edge_types.values():
        if node_type in edge_type.heads:
            yield edge_type, "field", edge_type.field
        if node_type in edge_type.tails:
            yield edge_type, "reverse_field", edge_type.reverse_field
