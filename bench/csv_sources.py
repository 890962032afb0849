"""The made-up prefecture of bench.generate as CSV files with their mappings: what staff would load.

A file a node type with its properties as columns, a file an edge type with the keys of both ends. Mappings use
plain columns only.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import yaml

from ontology.model import EdgeType, NodeType, Ontology
from records.schema import columns
from records.snapshot import Snapshot

#: By which columns an edge file names its ends.
KEYS = {
    "Enterprise": ["uscc"],
    "Person": ["person_key"],
    "Region": ["code"],
    "Industry": ["code"],
    "Village": ["code"],
    "Project": ["name", "region_code"],
    "Organization": ["name", "region_code"],
    "Park": ["name", "region_code"],
}


def write_sources(made: Snapshot, folder: Path, ontology: Ontology) -> list[Path]:
    """Write files and mappings (in ``folder/mappings``); the files, nodes first."""
    (folder / "mappings").mkdir(parents=True, exist_ok=True)
    keys = {name: _keys(name, path) for name, path in made.node_files().items()}
    written = [*_node_files(made, folder, ontology), *_edge_files(made, folder, ontology, keys)]
    return [path for path in written if path.exists()]


def _node_files(made: Snapshot, folder: Path, ontology: Ontology) -> Iterator[Path]:
    for name, path in made.node_files().items():
        frame = _with_person_key(pl.read_parquet(path), name)
        told = [
            p.name
            for p in ontology.node_types[name].properties.values()
            if not p.multiple and p.name in frame.columns and frame[p.name].null_count() < frame.height
        ]
        entity = {"type": name, "properties": _mapped(ontology.node_types[name], told)}
        yield _write(folder, name, frame.select(told), {"entities": {"it": entity}})


def _edge_files(made: Snapshot, folder: Path, ontology: Ontology, keys: dict[str, pl.DataFrame]) -> Iterator[Path]:
    for name, path in made.edge_files().items():
        frame = pl.read_parquet(path)
        edge_type = ontology.edge_types[name]
        told = [
            p.name
            for p in edge_type.properties.values()
            if p.name not in ("confidence", "state")
            and all(c.name in frame.columns for c in columns(p))
            and frame[p.name].null_count() < frame.height
        ]
        for (head, tail), part in frame.group_by("from_type", "to_type", maintain_order=True):
            ends = [(str(head), "from", "头"), (str(tail), "to", "尾")]
            entities = {}
            for type_name, end, word in ends:
                named = keys[type_name].rename({c: f"{word}{c}" for c in KEYS[type_name]})
                part = part.join(named, left_on=f"{end}_id", right_on="id", maintain_order="left")
                properties = {c: f"{word}{c}" for c in KEYS[type_name]}
                entities[end] = {"type": type_name, "mention": True, "properties": properties}
            chosen = [f"{word}{c}" for type_name, _, word in ends for c in KEYS[type_name]]
            relation = {"type": name, "head": "from", "tail": "to", "properties": _mapped(edge_type, told)}
            mapping = {"entities": entities, "relations": [relation]}
            yield _write(folder, f"{name}-{head}-{tail}", part.select(*chosen, *told), mapping)


def _write(folder: Path, name: str, frame: pl.DataFrame, mapping: dict[str, object]) -> Path:
    path = folder / f"{name}.csv"
    frame.write_csv(path)
    head = {"source": {"id": name.lower(), "title": name}, "file": path.name}
    text = yaml.safe_dump({**head, **mapping}, allow_unicode=True, sort_keys=False)
    (folder / "mappings" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def _mapped(declared: NodeType | EdgeType, names: Sequence[str]) -> dict[str, object]:
    money = {name for name in names if declared.properties[name].kind == "money"}
    return {name: {"column": name, "unit": "元"} if name in money else name for name in names}


def _keys(name: str, path: Path) -> pl.DataFrame:
    return _with_person_key(pl.read_parquet(path), name).select("id", *KEYS.get(name, []))


def _with_person_key(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.with_columns(person_key=pl.col("id")) if name == "Person" else frame
