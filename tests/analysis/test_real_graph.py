"""From real files to communities: listed companies and the persons who sit in several of them."""

from pathlib import Path

import pytest

from analysis.communities import communities
from analysis.projection import Projection
from loaders.load import load_file
from loaders.mapping import read_mapping
from ontology.model import load
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
