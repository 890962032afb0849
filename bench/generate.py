"""A made-up prefecture as a snapshot: 1.4 million nodes of eight types and 10 million edges at scale 1.

    python -m bench.generate FOLDER --scale 0.1 --seed 1

Degrees are skewed, most suppliers and guarantors are near (in index, hence in county), roles are held
several times by some. Names are made up; check digits of USCCs are right. Columns are those of the ontology.
The same scale and seed give the same files.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from bench.snapshot_folder import SnapshotFolder
from ontology.model import Ontology, load
from records.schema import edge_schema, node_schema
from records.snapshot import Snapshot

Integers = npt.NDArray[np.int64]
Progress = Callable[[str, int], None]

SOURCE = "bench-prefecture"
COUNTIES = 12
TOWNSHIPS_EACH = 13
#: Nodes at scale 1. Regions and industries do not scale.
NODES = {
    "Enterprise": 800_000,
    "Person": 540_000,
    "Project": 40_000,
    "Organization": 10_000,
    "Village": 8_000,
    "Park": 400,
}
#: Edges at scale 1 by type, head, tail, and how the tail is found from the head.
EDGES = (
    ("LOCATED_IN", "Enterprise", "Region", "place", 800_000),
    ("LOCATED_IN", "Project", "Region", "place", 40_000),
    ("LOCATED_IN", "Organization", "Region", "place", 10_000),
    ("LOCATED_IN", "Park", "Region", "place", 400),
    ("LOCATED_IN", "Enterprise", "Park", "once", 149_600),
    ("IN_INDUSTRY", "Enterprise", "Industry", "skewed", 1_200_000),
    ("HOLDS_ROLE", "Person", "Enterprise", "near", 1_800_000),
    ("OWNS", "Person", "Enterprise", "near", 900_000),
    ("OWNS", "Enterprise", "Enterprise", "near", 600_000),
    ("INVESTS_IN", "Enterprise", "Enterprise", "skewed", 400_000),
    ("INVESTS_IN", "Enterprise", "Project", "skewed", 100_000),
    ("SUPPLIES", "Enterprise", "Enterprise", "near", 2_500_000),
    ("GUARANTEES", "Enterprise", "Enterprise", "near", 600_000),
    ("COOPERATES_WITH", "Enterprise", "Enterprise", "skewed", 500_000),
    ("MEMBER_OF", "Enterprise", "Organization", "skewed", 400_000),
)  # fmt: skip

_FIRST = "金鑫恒泰华宇盛隆昌瑞祥安福德信诚达通联合众和美佳新天地海山河东西南北中正大广元亨利贞"
_TRADES = ("木业", "板材", "电子商务", "物流", "食品", "机械", "化工", "建材", "农业", "科技", "贸易", "服饰")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_STATUS = ("active", "active", "active", "active", "suspended", "revoked", "cancelled")
_ROLES = ("法定代表人", "董事", "监事", "总经理")
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class Prefecture:
    """What is made: ids by type, and the township of each thing."""

    rng: np.random.Generator
    ontology: Ontology
    scale: float
    ids: dict[str, pa.Array]
    township: dict[str, Integers]

    def size(self, node_type: str) -> int:
        return len(self.ids[node_type])


def generate(folder: Path, scale: float = 1.0, seed: int = 1, progress: Progress | None = None) -> Snapshot:
    """Write the snapshot below ``folder`` and open it."""
    tell = progress or (lambda _what, _rows: None)
    made = Prefecture(np.random.default_rng(seed), load(), scale, {}, {})
    out = SnapshotFolder(folder, made.ontology, SOURCE, f"{seed}-{scale}")
    for node_type, table in _nodes(made):
        out.nodes(node_type, table)
        tell(node_type, table.num_rows)
    for edge_type in dict.fromkeys(e[0] for e in EDGES):
        table = _edges(made, edge_type)
        out.edges(edge_type, table)
        tell(edge_type, table.num_rows)
    return out.finish()


def _nodes(made: Prefecture) -> Iterator[tuple[str, pa.Table]]:
    yield "Region", _regions(made)
    yield "Industry", _industries(made)
    for node_type, size in NODES.items():
        n = max(int(size * made.scale), 20)
        made.ids[node_type] = _fresh_ids(made, node_type, n)
        # Ordered, so that things near in index are near in place.
        made.township[node_type] = np.sort(_skewed(made.rng, n, COUNTIES * TOWNSHIPS_EACH))
        columns = _COLUMNS[node_type](made, n)
        codes = _township_codes()
        columns["region_code"] = codes.take(pa.array(made.township[node_type]))
        yield node_type, _table(node_schema(made.ontology.node_types[node_type]), n, {
            "id": made.ids[node_type], **columns,
        })  # fmt: skip


def _regions(made: Prefecture) -> pa.Table:
    codes = ["370000000000", "371300000000"]
    codes += [f"3713{c:02d}000000" for c in range(1, COUNTIES + 1)]
    codes += _township_codes().to_pylist()
    levels = ["province", "prefecture", *["county"] * COUNTIES]
    levels += ["township"] * (len(codes) - len(levels))
    names = [f"{level}{code[4:9].rstrip('0')}" for code, level in zip(codes, levels, strict=True)]
    made.ids["Region"] = pa.array([f"region:{i:016x}" for i in range(len(codes))])
    columns = {"id": made.ids["Region"], "name": names, "code": codes, "level": levels, "region_code": codes}
    return _table(node_schema(made.ontology.node_types["Region"]), len(codes), columns)


def _township_codes() -> pa.Array:
    return pa.array(
        [f"3713{c:02d}{t:03d}000" for c in range(1, COUNTIES + 1) for t in range(101, 101 + TOWNSHIPS_EACH)]
    )


def _industries(made: Prefecture) -> pa.Table:
    letters = "ABCDEFGHIJKLMNOPQRST"
    codes = [f"{letters[(d - 1) * 20 // 97]}{d:02d}{k:02d}" for d in range(1, 98) for k in range(10, 25)][:1400]
    made.ids["Industry"] = pa.array([f"industry:{i:016x}" for i in range(len(codes))])
    columns = {"id": made.ids["Industry"], "name": [f"行业{c}" for c in codes], "code": codes}
    columns |= {"scheme": ["gbt4754"] * len(codes), "level": [4] * len(codes)}
    return _table(node_schema(made.ontology.node_types["Industry"]), len(codes), columns)


def _enterprise(made: Prefecture, n: int) -> dict[str, Any]:
    rng = made.rng
    name = _joined(
        _letters(rng, n, _FIRST), _letters(rng, n, _FIRST), _letters(rng, n, _FIRST), _pick(rng, n, _TRADES),
        pa.array(["有限公司"] * n),
    )  # fmt: skip
    capital = (np.exp(rng.normal(0.5, 1.2, n)) * 100).astype(np.int64) * 10_000
    phone = rng.integers(13_000_000_000, 19_999_999_999, n)
    return {
        "name": name,
        "uscc": usccs(rng, n),
        "status": _pick(rng, n, _STATUS),
        "founded": _days(rng, n, 1985, 2024),
        "founded_precision": ["day"] * n,
        "registered_capital": pa.array(capital),
        "registered_capital_currency": ["CNY"] * n,
        "registered_capital_words": _joined(pa.array(capital // 10_000).cast(pa.string()), pa.array(["万元"] * n)),
        "employees": np.maximum(1, np.exp(rng.normal(2.2, 1.3, n))).astype(np.int64),
        "scope": _joined(_pick(rng, n, _TRADES), pa.array(["生产、销售；"] * n), _pick(rng, n, _TRADES)),
        "address": _joined(pa.array(["开发区"] * n), _letters(rng, n, _FIRST), pa.array(["路"] * n)),
        "legal_representative": _person_names(rng, n),
        "phone": pa.array(phone).cast(pa.string()),
    }


def _person(made: Prefecture, n: int) -> dict[str, Any]:
    return {
        "name": _person_names(made.rng, n),
        "gender": _pick(made.rng, n, ("male", "female")),
        "birth_year": made.rng.integers(1945, 2002, n),
    }


def _project(made: Prefecture, n: int) -> dict[str, Any]:
    stages = ("lead", "negotiation", "signed", "landed", "started", "operating", "terminated")
    amount = (np.exp(made.rng.normal(9, 1.5, n))).astype(np.int64) * 10_000
    return {
        "name": _joined(_letters(made.rng, n, _FIRST), _pick(made.rng, n, _TRADES), pa.array(["项目"] * n)),
        "stage": _pick(made.rng, n, stages),
        "planned_amount": pa.array(amount),
        "planned_amount_currency": ["CNY"] * n,
        "planned_amount_words": pa.array(amount).cast(pa.string()),
        "signed_on": _days(made.rng, n, 2014, 2024),
        "signed_on_precision": ["day"] * n,
    }


def _named(ending: str) -> Callable[[Prefecture, int], dict[str, Any]]:
    def columns(made: Prefecture, n: int) -> dict[str, Any]:
        letters = (_letters(made.rng, n, _FIRST) for _ in range(2))
        return {"name": _joined(*letters, pa.array(np.arange(n)).cast(pa.string()), pa.array([ending] * n))}

    return columns


def _village(made: Prefecture, n: int) -> dict[str, Any]:
    every = _township_codes().to_pylist()
    seen = [0] * len(every)
    codes = []
    for at in made.township["Village"].tolist():
        while seen[at] == 800:  # a village's own number has three digits and begins at 200: the next township has room
            at = (at + 1) % len(every)
        codes.append(f"{every[at][:9]}{200 + seen[at]:03d}")
        seen[at] += 1
    return {**_named("村")(made, n), "code": codes}


_COLUMNS: dict[str, Callable[[Prefecture, int], dict[str, Any]]] = {
    "Enterprise": _enterprise,
    "Person": _person,
    "Project": _project,
    "Organization": _named("协会"),
    "Village": _village,
    "Park": _named("产业园"),
}


def _edges(made: Prefecture, edge_type: str) -> pa.Table:
    schema = edge_schema(made.ontology.edge_types[edge_type])
    parts = [_part(made, schema, *e) for e in EDGES if e[0] == edge_type]
    table = pa.concat_tables(parts)
    if edge_type == "OWNS":
        table = _within_the_whole(table)
    ids = _hex_ids(edge_type.lower(), _distinct(made.rng, table.num_rows))
    return table.set_column(0, schema.field("id"), ids)


def _within_the_whole(table: pa.Table) -> pa.Table:
    """The shares of each thing made smaller where they are more than the whole, which a load would refuse."""
    frame = pl.DataFrame(pl.from_arrow(table.select(["to_id", "share"])))
    total = pl.col("share").sum().over("to_id")
    share = (pl.col("share") / pl.max_horizontal(total, 1.0) * 10_000).floor() / 10_000
    position = table.schema.get_field_index("share")
    return table.set_column(position, table.schema.field("share"), frame.select(share)["share"].to_arrow())


def _part(made: Prefecture, schema: pa.Schema, edge_type: str, head: str, tail: str, how: str, size: int) -> pa.Table:
    heads, tails = _ends(made, head, tail, how, max(int(size * made.scale), 10))
    if head == tail and made.ontology.edge_types[edge_type].symmetric:  # a pair is told one way round only
        heads, tails = np.unique(np.sort([heads, tails], axis=0), axis=1)
    n = len(heads)
    columns = {
        "id": pa.nulls(n, pa.string()).fill_null(""),
        "from_id": made.ids[head].take(pa.array(heads)),
        "to_id": made.ids[tail].take(pa.array(tails)),
        "from_type": pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), [head]).cast(pa.string()),
        "to_type": pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), [tail]).cast(pa.string()),
        **_edge_columns(made.rng, edge_type, n),
    }
    return _table(schema, n, columns)


def _edge_columns(rng: np.random.Generator, edge_type: str, n: int) -> dict[str, Any]:
    columns: dict[str, Any] = {"confidence": np.ones(n), "state": ["accepted"] * n}
    if edge_type == "IN_INDUSTRY":
        columns["primary"] = rng.random(n) < 0.5
    if edge_type == "OWNS":
        columns["share"] = np.round(rng.beta(1, 2, n), 4)
    if edge_type in ("GUARANTEES", "INVESTS_IN"):
        amount = rng.integers(10, 5000, n) * 10_000
        columns |= {"amount": pa.array(amount), "amount_currency": ["CNY"] * n}
        columns["amount_words"] = pa.array(amount).cast(pa.string())
    if edge_type == "HOLDS_ROLE":
        columns["role"] = _pick(rng, n, _ROLES)
    if edge_type in ("HOLDS_ROLE", "GUARANTEES", "OWNS"):
        columns |= {"valid_from": _days(rng, n, 2005, 2022), "valid_from_precision": ["day"] * n}
    return columns


def _ends(made: Prefecture, head: str, tail: str, how: str, size: int) -> tuple[Integers, Integers]:
    """Heads and tails; no pair twice, no loop."""
    heads, tails = made.size(head), made.size(tail)
    if how == "place":
        chosen = np.arange(min(size, heads))
        return chosen, made.township[head][chosen] + made.size("Region") - COUNTIES * TOWNSHIPS_EACH
    if how == "once":
        chosen = np.sort(made.rng.permutation(heads)[: min(size, heads)])
        return chosen, _skewed(made.rng, len(chosen), tails)
    pairs = np.empty(0, np.int64)
    while len(pairs) < size:
        wanted = int((size - len(pairs)) * 1.2) + 10
        pairs = np.unique(np.concatenate([pairs, _some_pairs(made.rng, heads, tails, how, wanted, head == tail)]))
    pairs = np.sort(made.rng.permutation(pairs)[:size])
    return pairs // tails, pairs % tails


def _some_pairs(rng: np.random.Generator, heads: int, tails: int, how: str, size: int, same: bool) -> Integers:
    start = _skewed(rng, size, heads)
    if how == "near":
        # Heavy-tailed distance in index: mostly the same county, sometimes the other end of the prefecture.
        distance = (tails * 0.02 * rng.standard_cauchy(size) / 10).astype(np.int64)
        end = (start * tails // heads + distance) % tails
    else:
        end = _skewed(rng, size, tails)
    if same:
        start, end = start[start != end], end[start != end]
    return start * tails + end


def _skewed(rng: np.random.Generator, size: int, n: int) -> Integers:
    """Indices below n of which a few come very often; which ones is spread over the whole range."""
    rank = np.minimum((n * rng.random(size) ** 2.5).astype(np.int64), n - 1)
    # A multiplier without a common factor with n permutes the ranks.
    step = next(s for s in range(int(n * 0.618) | 1, 2 * n + 2, 2) if np.gcd(s, n) == 1)
    return rank * step % n


def _table(schema: pa.Schema, n: int, columns: dict[str, Any]) -> pa.Table:
    arrays = []
    for field in schema:
        if field.name == "source_ids":
            arrays.append(pa.ListArray.from_arrays(np.arange(n + 1, dtype=np.int32), pa.array([SOURCE] * n)))
            continue
        given = columns.get(field.name)
        arrays.append(pa.nulls(n, field.type) if given is None else _typed(given, field.type))
    unknown = columns.keys() - set(schema.names)
    assert not unknown, f"the ontology has no column {unknown}"
    return pa.Table.from_arrays(arrays, schema=schema)


def _typed(given: Any, wanted: pa.DataType) -> pa.Array:
    array = given if isinstance(given, pa.Array | pa.ChunkedArray) else pa.array(given)
    if pa.types.is_decimal(wanted):
        array = array.cast(pa.decimal128(19, 0))
    return array.cast(wanted)


def _fresh_ids(made: Prefecture, node_type: str, n: int) -> pa.Array:
    return _hex_ids(made.ontology.node_types[node_type].id_prefix, _distinct(made.rng, n))


def _distinct(rng: np.random.Generator, n: int) -> npt.NDArray[np.uint64]:
    """n different numbers, ascending."""
    found = np.unique(rng.integers(0, 2**63, n + 16, dtype=np.uint64))
    return np.sort(rng.permutation(found)[:n])


def _hex_ids(prefix: str, numbers: npt.NDArray[np.uint64]) -> pa.Array:
    digits = numbers.astype(">u8").tobytes().hex().encode()
    offsets = np.arange(0, 16 * len(numbers) + 1, 16, dtype=np.int32)
    hexadecimal = pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(digits))
    return pc.binary_join_element_wise(f"{prefix}:", hexadecimal, "")


def usccs(rng: np.random.Generator, n: int) -> pa.Array:
    """Codes of GB 32100-2015 with their check digit: 31 less the weighted sum modulo 31."""
    digits = np.empty((n, 18), np.int64)
    digits[:, :8] = [9, 1, 3, 7, 1, 3, 0, 2]
    # A permutation of all numbers of nine digits: each body once (589,824,001 has no divisor in common with 10^9).
    bodies = (np.arange(n, dtype=np.int64) + rng.integers(10**9)) * 589_824_001 % 10**9
    digits[:, 8:17] = bodies[:, None] // 10 ** np.arange(8, -1, -1) % 10
    weights = np.array([pow(3, k, 31) for k in range(17)])
    digits[:, 17] = (31 - digits[:, :17] @ weights % 31) % 31
    letters = np.frombuffer(_USCC.encode(), np.uint8)[digits].tobytes()
    offsets = np.arange(0, 18 * n + 1, 18, dtype=np.int32)
    return pa.StringArray.from_buffers(n, pa.py_buffer(offsets), pa.py_buffer(letters))


def _pick(rng: np.random.Generator, n: int, words: tuple[str, ...]) -> pa.Array:
    return pa.array(words).take(pa.array(rng.integers(0, len(words), n)))


def _letters(rng: np.random.Generator, n: int, letters: str) -> pa.Array:
    return _pick(rng, n, tuple(letters))


def _person_names(rng: np.random.Generator, n: int) -> pa.Array:
    return _joined(_letters(rng, n, _SURNAMES), _letters(rng, n, _FIRST), _letters(rng, n, _FIRST))


def _joined(*parts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def _days(rng: np.random.Generator, n: int, first_year: int, last_year: int) -> pa.Array:
    first, last = (np.datetime64(f"{y}-01-01", "D").astype(np.int64) for y in (first_year, last_year))
    return pa.array(rng.integers(first, last, n).astype(np.int32)).cast(pa.date32())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    made = generate(given.folder, given.scale, given.seed, lambda what, rows: print(f"{what:16} {rows:>10,}"))
    print("data version", made.data_version)


if __name__ == "__main__":
    main()
