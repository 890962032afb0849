"""From real files to communities: listed companies and the persons who sit in several of them."""

from pathlib import Path

import pytest

from analysis.communities import communities
from analysis.paths import paths
from analysis.projection import Projection
from analysis.sentences import Said, sentence
from loaders.load import load_file
from loaders.mapping import read_mapping
from ontology.model import Ontology, load
from records import snapshot
from records.archive import Archive
from support.shared import shared_data

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"


@pytest.mark.shared
@pytest.mark.slow
def test_companies_that_share_executives_are_found_together(tmp_path):
    ontology = load()
    archive = Archive(tmp_path / "archive", ontology)
    for mapping, file in (
        ("listed-companies.yaml", "chain-kg/company.jsonl"),
        ("executives.yaml", "stock-kg/executive_prep.csv"),
    ):
        loaded = load_file(shared_data(file), ontology=ontology, mapping=read_mapping(MAPPINGS / mapping, ontology))
        archive.write(loaded.source, loaded.records)
    projection = Projection.from_snapshot(snapshot.build(archive, ontology, tmp_path / "snapshots"))
    found = communities(projection, edge_types=["HOLDS_ROLE"], min_size=2)
    assert found.communities == communities(projection, edge_types=["HOLDS_ROLE"], min_size=2).communities
    tied = [c for c in found.communities if sum(i.startswith("enterprise:") for i in c.members) > 1]
    assert tied
    for community in tied:
        # Companies are held together by persons who sit in more than one of them.
        assert any(i.startswith("person:") for i in community.members)
        assert not any(a.id.startswith("person:") for a in community.anchors)
    between = [i for i in tied[0].members if i.startswith("person:")]
    sits = [
        {projection.id_of(projection.tail[e]) for e in projection.edges_out(projection.index_of(i))} for i in between
    ]
    one, other, *_ = sorted(max(sits, key=len))
    explained(projection, ontology, one, other)


def explained(projection: Projection, ontology: Ontology, one: str, other: str) -> None:
    """The path between two companies is a sentence that names both, and the persons who sit in them with their
    offices."""
    (path,) = paths(projection, one, other, k=1, edge_types=["HOLDS_ROLE"]).paths
    names = {i: projection.name_of(projection.index_of(i)) for i in path.nodes}
    rows = {row["id"]: row for row in projection.snapshot.rows("HOLDS_ROLE", projection.edge_ids(sum(path.edges, ())))}
    steps = [[rows[i] for i in projection.edge_ids(step)] for step in path.edges]
    said = [[Said("HOLDS_ROLE", row["from_id"], row["to_id"], row) for row in step] for step in steps]
    told = sentence(ontology, path.nodes, names, said)
    clauses = told.zh.removesuffix("。").split("；")
    assert len(clauses) == path.length / 2
    for at, clause in enumerate(clauses):
        company, person, following = (names[i] for i in path.nodes[2 * at : 2 * at + 3])
        offices = ["、".join(dict.fromkeys(row["role"] for row in steps[2 * at + k])) for k in (0, 1)]
        assert clause == f"{person}同时是{company}的{offices[0]}和{following}的{offices[1]}"
