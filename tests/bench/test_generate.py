"""The made-up prefecture is a snapshot like any other: right in shape, the same from the same seed."""

import json

import polars as pl
import pytest

from analysis.projection import Projection
from bench.generate import generate
from ontology.model import load
from ontology.values import uscc_is_valid
from records.schema import edge_schema, node_schema


@pytest.fixture(scope="module")
def prefecture(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("bench"), scale=0.001)


def test_its_files_have_the_columns_of_the_ontology_and_the_rows_of_the_manifest(prefecture):
    ontology = load()
    counts = prefecture.manifest["counts"]
    for name in prefecture.node_files():
        table = prefecture.nodes(name)
        assert table.schema.equals(node_schema(ontology.node_types[name]))
        assert table.num_rows == counts["nodes"][name]
    for name in prefecture.edge_files():
        table = prefecture.edges(name)
        assert table.schema.equals(edge_schema(ontology.edge_types[name]))
        assert table.num_rows == counts["edges"][name]


def test_its_edges_join_what_the_ontology_lets_them_join(prefecture):
    ontology = load()
    for name, file in prefecture.edge_files().items():
        ends = pl.read_parquet(file, columns=["from_type", "to_type"]).unique()
        assert set(ends.iter_rows()) <= set(ontology.edge_types[name].ends)
    projection = Projection.from_snapshot(prefecture)
    assert projection.dangling == 0
    assert projection.m == sum(prefecture.manifest["counts"]["edges"].values())


def test_ids_are_ordered_and_none_comes_twice(prefecture):
    for file in (*prefecture.node_files().values(), *prefecture.edge_files().values()):
        ids = pl.read_parquet(file, columns=["id"])["id"]
        assert ids.is_sorted()
        assert ids.n_unique() == len(ids)


def test_its_usccs_are_valid(prefecture):
    codes = pl.read_parquet(prefecture.node_files()["Enterprise"])["uscc"].to_list()
    assert all(uscc_is_valid(code) for code in codes)


def test_degrees_are_skewed(prefecture):
    degree = Projection.from_snapshot(prefecture).degree
    assert degree.max() > 20 * degree.mean()


def test_the_same_seed_gives_the_same_graph(prefecture, tmp_path):
    again, other = generate(tmp_path / "a", 0.001), generate(tmp_path / "b", 0.001, seed=2)
    assert again.data_version == prefecture.data_version != other.data_version
    for name in prefecture.edge_files():
        assert again.edges(name).equals(prefecture.edges(name))
    manifest = json.loads((again.folder / "manifest.json").read_text())
    assert manifest["ontology_hash"] == load().hash
