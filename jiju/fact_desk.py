"""What a person sees and does who reviews facts of documents, as plain values for the CLI and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from ontology.values import normalise_name
from records.facts.coding import encode
from records.facts.fact import DOCUMENT, Fact
from records.facts.index import Asked, Row

if TYPE_CHECKING:
    from jiju.jobs import Workspace
    from records.facts.decisions import FactDecision, FactVerdict
    from records.facts.judging import Judged

Told = dict[str, Any]
#: Suggested entities of one name, and conflicting facts of one.
_MOST = 5
_NUMBERS = ("comparator", "minimum", "maximum", "unit_word")


class FactDesk:
    """The facts of a workspace's documents."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._facts = space.facts

    # reading

    def documents(self) -> list[Told]:
        """All documents that were read, with the number of their facts by state."""
        counts = self._facts.index.counts()
        return [
            {"document": document, "title": title}
            | {state: counts.get((document, state), 0) for state in ("accepted", "proposed", "rejected")}
            for document, title in self._facts.index.titles().items()
        ]

    def queue(self, asked: Mapping[str, Any], first: int | None, after: tuple[float, str] | None = None) -> list[Told]:
        """Facts, the surest first. asked: as records.facts.index.Asked, all may be left out."""
        return self._told(self._facts.index.facts(Asked(**asked), first, after))

    def total(self, asked: Mapping[str, Any]) -> int:
        """How many there are."""
        return self._facts.index.count(Asked(**asked))

    def in_document(self, document: str) -> list[Told]:
        """All facts of a document (the id of its source), in the order of the text."""
        return self._told(self._facts.index.in_document(document))

    def one(self, key: str) -> Told:
        """A fact as it is now. Raises UnknownFact."""
        found = self._facts.find(key)
        rows = self._facts.index.in_document(found.fact.document)
        return self._told([row for row in rows if row.key == found.fact.key])[0]

    def values(self, key: str) -> Told:
        """What the fact says, by property."""
        return _values(self._facts.find(key).fact, self._space)

    def conflicts(self, key: str) -> list[Told]:
        """Who says otherwise of the same thing: property, its value here, the other value, the sources that say so.

        Of an entity: other values that the graph holds of it. Of a relation: other values of the relation between the
        same two. Of a target: other numbers for the same metric and deadline.
        """
        found = self._facts.find(key)
        [row] = [r for r in self._facts.index.in_document(found.fact.document) if r.key == found.fact.key]
        match found.fact.kind:
            case "entity":
                return self._conflicts_of(row.entity, row.type, found) if row.entity else []
            case "relation":
                return self._conflicts_of(self._relation(row), row.type, found)
            case "target":
                return self._other_targets(found.fact)
        return []

    def suggestions(self, key: str) -> list[Told]:
        """Entities that a name may be, the likeliest first: id, name, score (None: the same name), reasons."""
        fact = self._facts.find(key).fact
        if fact.kind != "entity":
            return []
        type_, ref = fact.ref
        snapshot = self._space.snapshot()
        found: dict[str, Told] = {}
        for other, score, reasons in self._scored(fact.document, type_, ref):
            found.setdefault(other, {"id": other, "score": score, "reasons": reasons})
        names = snapshot.nodes(type_).select(["id", "name"])
        wanted = normalise_name(fact.name)
        scan = pl.DataFrame(pl.from_arrow(names)).filter(pl.col("name").str.contains(fact.name[:2], literal=True))
        for id_, name in scan.iter_rows():
            if normalise_name(name) == wanted:
                found.setdefault(id_, {"id": id_, "score": None, "reasons": {}})
        rows = snapshot.rows(type_, sorted(found)) if found else []
        known = {row["id"]: row["name"] for row in rows}
        return [{**one, "name": known[id_]} for id_, one in found.items() if id_ in known][:_MOST]

    def decisions(self, active: bool = False) -> list[Told]:
        """All decisions on facts, oldest first, undone ones included; active: only those that count."""
        made = self._facts.decisions.active() if active else self._facts.decisions.log()
        return [_decision(one) for one in made]

    # deciding

    def decide(
        self,
        key: str,
        verdict: FactVerdict,
        by: str,
        why: str = "",
        change: Mapping[str, Any] | None = None,
        client_key: str | None = None,
    ) -> Told:
        """Decide on a fact; the graph follows at the next build. Raises FactRefused."""
        if verdict == "link":
            self._known(str((change or {}).get("entity")))
        return _decision(self._facts.decide(key, verdict, by, why, change, client_key))

    def undo(self, decision_id: str, by: str, why: str = "") -> Told:
        """Take a decision back. Raises UnknownFactDecision."""
        return _decision(self._facts.undo(decision_id, by, why))

    def _known(self, id_: str) -> None:
        from records.resolution.decisions import UnknownId

        type_ = self._space.ontology.type_of_id(id_)
        if type_ is None or not self._space.snapshot().rows(type_.name, [id_]):
            raise UnknownId(f"there is no entity {id_!r} in the graph; `jiju query` and suggestions give ids")

    # what it needs

    def _told(self, rows: Sequence[Row]) -> list[Told]:
        thresholds = self._facts.thresholds
        decisions = {d.id: _decision(d) for d in self._facts.decisions.log()} if any(r.decision for r in rows) else {}
        titles = self._facts.index.titles()
        own = self._facts.index.own_entities()
        beside = {document: self._facts.index.in_document(document) for document in {r.document for r in rows}}
        return [
            {
                **asdict(row),
                "title": titles.get(row.document, ""),
                "threshold": thresholds.of(row.type),
                "decision": decisions.get(row.decision or ""),
                "ends": [_end(row, end, beside[row.document], own.get(row.document)) for end in row.ends],
            }
            for row in rows
        ]

    def _scored(self, document: str, type_: str, ref: str) -> Iterable[tuple[str, float, str]]:
        """Pairs of the proposal with what is in the graph."""
        folder = self._space.snapshot().folder
        if not (folder / "proposals.parquet").exists():
            return []
        all_ = pl.read_parquet(folder / "proposals.parquet")
        mine = (pl.col("source_id") == document) & (pl.col("type") == type_) & (pl.col("ref") == ref)
        ids = all_.filter(mine)["id"].to_list()
        if not ids:
            return []
        proposals = set(all_["id"].to_list())
        links = pl.read_parquet(folder / "links.parquet").sort("score", descending=True)
        pairs = links.filter((pl.col("left_id") == ids[0]) | (pl.col("right_id") == ids[0])).to_dicts()
        others = [(p["right_id"] if p["left_id"] == ids[0] else p["left_id"], p["score"], p["reasons"]) for p in pairs]
        return [pair for pair in others if pair[0] not in proposals]

    def _relation(self, row: Row) -> str | None:
        """The id of a relation of the same type between the same two in the graph."""
        ends = [end["entity"] for end in self._told([row])[0]["ends"]]
        path = self._space.snapshot().edge_files().get(row.type)
        if path is None or len(ends) != 2 or not all(ends):
            return None
        same = (pl.col("from_id") == ends[0]) & (pl.col("to_id") == ends[1])
        found = pl.scan_parquet(path).filter(same).select("id").head(1).collect()
        return str(found["id"][0]) if found.height else None

    def _conflicts_of(self, subject: str | None, type_: str, found: Judged) -> list[Told]:
        """Other values of single properties of what is in the graph, by who says them."""
        if subject is None:
            return []
        import json

        mine = _values(found.fact, self._space)
        declared = self._space.ontology
        properties = (declared.node_types.get(type_) or declared.edge_types[type_]).properties
        other: dict[tuple[str, str], Told] = {}
        for row in self._space.snapshot().evidence([subject]).get(subject, []):
            told = json.loads(row["values"] or "{}")
            for name, value in told.items():
                single = name in mine and not properties[name].multiple and name not in ("name", "person_key")
                if single and row["source_id"] != found.fact.document and not _agree(mine[name], value):
                    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
                    one = other.setdefault(
                        (name, text), {"property": name, "mine": mine[name], "other": value, "sources": []}
                    )
                    one["sources"].append(row["source_id"])
        return list(other.values())[:_MOST]

    def _other_targets(self, fact: Fact) -> list[Told]:
        mine = _values(fact, self._space)
        found = []
        for row in self._space.snapshot().nodes("Target").to_pylist():
            same = all(row.get(name) == mine.get(name) for name in ("metric", "deadline", "scope"))
            if same and any(row.get(name) != mine.get(name) for name in _NUMBERS):
                other = {name: row.get(name) for name in _NUMBERS if row.get(name) is not None}
                told = {name: mine[name] for name in _NUMBERS if name in mine}
                found.append({"property": "minimum", "mine": told, "other": other, "sources": row["source_ids"]})
        return found[:_MOST]


def _values(fact: Fact, space: Workspace) -> Told:
    """The first record's values that are one column each, and amounts as they were told."""
    values: Told = encode(fact.records[0], space.ontology)["values"]
    return {name: value for name, value in values.items() if name not in ("text", "sha256", "target_key")}


def _agree(one: Any, other: Any) -> bool:
    """Whether two values are the same, however they are written."""
    if isinstance(other, Mapping):  # money, as records.json_values writes it
        other = other.get("yuan", other)
    return str(one) == str(other) or normalise_name(str(one)) == normalise_name(str(other))


def _end(row: Row, end: Sequence[str], beside: Sequence[Row], own: str | None) -> Told:
    """An end of a relation, and where its name stands in the sentence."""
    type_, ref = end
    mine = [other for other in beside if other.type == type_ and other.ref == ref]
    inside = [
        (start, stop)
        for other in mine
        for start, stop in other.places
        if start is not None and stop is not None and row.sentence_start is not None and row.sentence_end is not None
        if row.sentence_start <= start and stop <= row.sentence_end
    ]
    is_document = (type_, ref) == DOCUMENT
    side = row.name.split(" → ")[row.ends.index(end)] if row.name.count(" → ") == 1 else ""
    name = mine[0].name if mine else side or ref.partition(":")[2]
    entity = own if is_document else next((other.entity for other in mine if other.entity), None)
    start, stop = min(inside, default=(None, None))
    return {"type": type_, "ref": ref, "name": name, "entity": entity, "start": start, "end": stop}


def _decision(made: FactDecision) -> Told:
    return {name: value for name, value in asdict(made).items() if name != "records"}
