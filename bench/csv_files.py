"""The made-up prefecture as the csv files that an office would hold, each with its mapping, headers in Chinese.

    python -m bench.csv_files FOLDER --scale 0.1

A file a type of thing, and one for each pair of types that a relation joins; these name both ends by their code. Money
stands in the cells with its unit, dates in ISO form, kinds by their Chinese label. Same scale and seed, same files.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import yaml

from bench.generate import generate
from ontology.model import EdgeType, NodeType, Ontology, Property, load
from records.schema import stated
from records.snapshot import Snapshot

#: By what a relation's file names its ends.
CODES = {
    "Enterprise": "uscc", "Person": "person_key", "Project": "project_code", "Organization": "name",
    "Park": "name", "Region": "code", "Industry": "code",
}  # fmt: skip
_ENDS = {"head": "起点", "tail": "终点"}


def write_csvs(snapshot: Snapshot, ontology: Ontology, folder: Path) -> list[Path]:
    """Write all files, mappings into ``mappings`` beside them; the files, things first."""
    (folder / "mappings").mkdir(parents=True)
    files, codes = [], {}
    for name, file in snapshot.node_files().items():
        node_type = ontology.node_types[name]
        frame = _with_codes(pl.read_parquet(file), node_type)
        if name in CODES:
            codes[name] = frame.select("id", pl.col(CODES[name]).alias("code"))
        files.append(_write(folder, name, _cells(frame, node_type), _node_mapping(frame, node_type)))
    for name, file in snapshot.edge_files().items():
        files += _edge_files(folder, pl.read_parquet(file), ontology.edge_types[name], ontology, codes)
    return files


def _with_codes(frame: pl.DataFrame, node_type: NodeType) -> pl.DataFrame:
    """Whom the made-up data gives no code of its own has the number of its id for one."""
    code = CODES.get(node_type.name)
    if code in ("person_key", "project_code"):
        return frame.with_columns(pl.col("id").str.slice(-16).alias(code))
    return frame


def _edge_files(
    folder: Path, frame: pl.DataFrame, edge_type: EdgeType, ontology: Ontology, codes: dict[str, pl.DataFrame]
) -> Iterator[Path]:
    for (head, tail), part in sorted(frame.group_by("from_type", "to_type", maintain_order=True)):
        types = {"head": str(head), "tail": str(tail)}
        for (side, name), end in zip(types.items(), ("from_id", "to_id"), strict=True):
            known = codes[name].rename({"id": end, "code": _ENDS[side]})
            part = part.join(known, on=end, how="left", maintain_order="left")
        cells = part.select(*_ENDS.values()).hstack(_cells(part, edge_type))
        ends = {side: _mention(ontology.node_types[name], _ENDS[side]) for side, name in types.items()}
        relation = {"type": edge_type.name, "head": "head", "tail": "tail", "properties": _headers(part, edge_type)}
        mapping = {"entities": ends, "relations": [relation]}
        yield _write(folder, f"{edge_type.name}-{head}-{tail}", cells, mapping)


def _mention(node_type: NodeType, column: str) -> dict[str, object]:
    properties: dict[str, object] = {CODES[node_type.name]: column}
    if node_type.name == "Industry":
        properties["scheme"] = {"value": "gbt4754"}
    return {"type": node_type.name, "mention": True, "ref": f"{{{column}}}", "properties": properties}


def _node_mapping(frame: pl.DataFrame, node_type: NodeType) -> dict[str, object]:
    entity: dict[str, object] = {"type": node_type.name, "properties": _headers(frame, node_type)}
    if node_type.name in CODES:
        told = node_type.properties[CODES[node_type.name]]
        entity["ref"] = f"{{{told.label.zh}}}"
    return {"entities": {"thing": entity}}


def _told(frame: pl.DataFrame, declared: NodeType | EdgeType) -> list[Property]:
    properties = stated(declared) if isinstance(declared, EdgeType) else declared.properties.values()
    return [p for p in properties if p.name in frame.columns and frame[p.name].null_count() < frame.height]


def _headers(frame: pl.DataFrame, declared: NodeType | EdgeType) -> dict[str, str]:
    return {p.name: p.label.zh for p in _told(frame, declared)}


def _cells(frame: pl.DataFrame, declared: NodeType | EdgeType) -> pl.DataFrame:
    return frame.select(_cell(p).alias(p.label.zh) for p in _told(frame, declared))


def _cell(p: Property) -> pl.Expr:
    if p.kind == "money":
        amount = pl.col(p.name).cast(pl.Float64).cast(pl.Int64)
        return (amount // 10_000).cast(pl.String) + "万元"
    if p.kind == "boolean":
        return pl.when(pl.col(p.name)).then(pl.lit("是")).otherwise(pl.lit("否"))
    if p.codelist:
        return pl.col(p.name).replace({code: c.label.zh for code, c in p.codelist.codes.items()})
    return pl.col(p.name)


def _write(folder: Path, name: str, cells: pl.DataFrame, mapping: Mapping[str, object]) -> Path:
    cells.write_csv(folder / f"{name}.csv")
    source = {"id": f"bench-{name}", "title": name, "trust": 0.5}
    text = yaml.safe_dump({"source": source, "file": f"{name}.csv", **mapping}, allow_unicode=True, sort_keys=False)
    (folder / "mappings" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{name}.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ontology = load()
    with tempfile.TemporaryDirectory(prefix="jiju-bench-") as folder:
        for file in write_csvs(generate(Path(folder), given.scale, given.seed), ontology, given.folder):
            print(f"{file.name:40} {file.stat().st_size / 1e6:>8,.1f} MB")


if __name__ == "__main__":
    main()
