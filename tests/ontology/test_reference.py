"""What others read of the ontology: JSON for the web, pages for people."""

import json

from ontology import model
from ontology.reference import describe, reference_pages

ONTOLOGY = model.load()


def test_the_description_is_json_with_every_type_edge_and_codelist() -> None:
    told = json.loads(json.dumps(describe(ONTOLOGY)))
    assert set(told["types"]) == set(ONTOLOGY.node_types)
    assert set(told["edges"]) == set(ONTOLOGY.edge_types)
    assert set(told["codelists"]) == set(ONTOLOGY.codelists)


def test_a_property_is_described_by_its_api_name_kind_and_codelist() -> None:
    properties = {p["name"]: p for p in describe(ONTOLOGY)["types"]["Enterprise"]["properties"]}
    capital = properties["registered_capital"]
    assert (capital["field"], capital["kind"], capital["unit"]) == ("registeredCapital", "money", "元")
    assert properties["status"]["codelist"] == "EnterpriseStatus"
    assert properties["legal_representative"]["personal"] is True


def test_a_type_names_its_relations_both_ways() -> None:
    relations = describe(ONTOLOGY)["types"]["Enterprise"]["relations"]
    owns = {r["direction"]: r["field"] for r in relations if r["relation"] == "OWNS"}
    assert owns == {"OUT": "holdings", "IN": "shareholders"}


def test_describing_twice_gives_the_same_text() -> None:
    assert json.dumps(describe(ONTOLOGY)) == json.dumps(describe(model.load()))


def test_every_type_has_a_page_that_names_its_properties_in_both_languages() -> None:
    pages = reference_pages(ONTOLOGY)
    for t in ONTOLOGY.node_types.values():
        page = pages[f"types/{t.name}.md"]
        assert t.label.zh in page
        for p in t.properties.values():
            assert p.label.zh in page
            assert p.label.en in page


def test_links_between_pages_lead_somewhere() -> None:
    pages = reference_pages(ONTOLOGY)
    for codelist in ONTOLOGY.codelists:
        assert f'id="{codelist.lower()}"' in pages["codelists.md"]
    assert "](types/Enterprise.md)" in pages["README.md"]
