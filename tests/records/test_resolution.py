"""Resolution gives every entity of every source the id of the thing it is, by exact keys.

- The strongest key decides: equal codes are one thing under whatever names.
- Entities that differ in a strong key are never one thing, whatever else is equal.
- A name counts with its place: at one place, or at two of which one lies in the other if only one place fits.
- A name without a place counts where only one place knows it. Persons are never merged by their name.
- Nothing depends on the order of loading.
- An id never dies: a cluster keeps the id it had, the oldest of several; the others redirect; undoing a merge
  gives every id back.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.model import Label, Ontology, Property, load
from ontology.values import normalise, normalise_name
from records.archive import Archive
from records.record import EntityRecord, Record
from records.resolution.judgement import Registry
from records.resolution.keys import PLAIN_TEXT
from records.resolution.resolver import Resolution, resolve
from support.builders import enterprise, entity, make_source, make_uscc, person

ONTOLOGY: Ontology = load()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", ONTOLOGY)


def resolved(archive: Archive) -> Resolution:
    """Resolve and let the registry learn it, as a build does."""
    registry = Registry.open(archive.folder)
    resolution = resolve(archive, ONTOLOGY, registry)
    registry.append(resolution.news)
    return resolution


def groups(
    archive: Archive, sources: Mapping[str, Iterable[Record]], node_type: str = "Enterprise"
) -> set[frozenset[str]]:
    """Which refs became one entity; refs have to be unique over all sources."""
    for name, records in sources.items():
        archive.write(make_source(name), records)
    ids = resolved(archive).ids[node_type]
    return {frozenset(refs) for refs in ids.group_by("id").agg("_ref")["_ref"].to_list()}


def together(*refs: str) -> set[frozenset[str]]:
    """together("ab", "c"): a and b are one thing, c another."""
    return {frozenset(group) for group in refs}


def test_equal_codes_are_one_thing_under_any_name(archive: Archive) -> None:
    said = {
        "s": [enterprise("a", "甲公司", uscc=make_uscc(1), region_code="371302")],
        "t": [enterprise("b", "乙公司", uscc=make_uscc(1), region_code="371311")],
    }
    assert groups(archive, said) == together("ab")


def test_equal_name_and_place_but_two_codes_are_two_things(archive: Archive) -> None:
    said = {
        "s": [enterprise("a", "甲公司", uscc=make_uscc(1), region_code="371302")],
        "t": [enterprise("b", "甲公司", uscc=make_uscc(2), region_code="371302")],
    }
    assert groups(archive, said) == together("a", "b")


def test_what_could_be_either_of_two_stays_apart(archive: Archive) -> None:
    said = {
        "s": [enterprise("a", "甲公司", uscc=make_uscc(1), region_code="371302")],
        "t": [enterprise("b", "甲公司", uscc=make_uscc(2), region_code="371302")],
        "u": [enterprise("c", "甲公司", region_code="371302"), enterprise("d", "甲公司", region_code="371302")],
        "v": [enterprise("e", "甲公司")],
    }
    assert groups(archive, said) == together("a", "b", "cd", "e")


def test_a_weak_chain_never_joins_two_codes(archive: Archive) -> None:
    """c has the stock code of a and the name and place of b: joining all would make two codes one thing."""
    said = {
        "s": [enterprise("a", "甲公司", uscc=make_uscc(1), stock_code="600001")],
        "t": [enterprise("b", "乙公司", uscc=make_uscc(2), region_code="371302")],
        "u": [enterprise("c", "乙公司", stock_code="600001", region_code="371302")],
    }
    assert groups(archive, said) == together("ac", "b")


def test_names_are_compared_without_width_brackets_and_blanks(archive: Archive) -> None:
    said = {
        "s": [enterprise("a", "山东（临沂）ABC 公司", region_code="371302")],
        "t": [enterprise("b", "山东(临沂)ＡＢＣ公司", region_code="371302")],
    }
    assert groups(archive, said) == together("ab")


@pytest.mark.parametrize(("places", "expected"), [
    (["371302", "371302001"], together("ab")),
    (["371302", "371302001000"], together("ab")),
    (["371300", "371302"], together("ab")),
    (["370000", "371302001"], together("ab")),
    (["371302001", "371302002"], together("a", "b")),
    (["371302", "371311"], together("a", "b")),
    (["371302", "371302001", "371302002"], together("a", "b", "c")),
    (["371300", "371302", "371302001"], together("abc")),
    (["371302", "371302"], together("ab")),
    ([None, "371302"], together("ab")),
    ([None, "371302", "371302001"], together("abc")),
    ([None, None], together("ab")),
    ([None, "371302", "371311"], together("a", "b", "c")),
    ([None, None, "371302", "371311"], together("a", "b", "c", "d")),
    (["100000", "371302"], together("ab")),
])  # fmt: skip
def test_names_with_places(archive: Archive, places: Sequence[str | None], expected: set[frozenset[str]]) -> None:
    said = {f"s{i}": [enterprise("abcd"[i], "甲公司", region_code=place)] for i, place in enumerate(places)}
    assert groups(archive, said) == expected


def test_two_places_of_one_coded_enterprise_are_one_candidate(archive: Archive) -> None:
    said = {
        "s": [enterprise("a", "甲公司", uscc=make_uscc(1), region_code="371302")],
        "t": [enterprise("b", "甲公司", uscc=make_uscc(1), region_code="371311")],
        "u": [enterprise("c", "甲公司", _mention=True)],
    }
    assert groups(archive, said) == together("abc")


def test_a_village_is_placed_by_its_own_code(archive: Archive) -> None:
    said = {
        "codes": [
            entity("Village", "a", name="前村", code="371302001001"),
            entity("Village", "b", name="前村", code="371302002001"),
        ],
        "list": [
            entity("Village", "c", name="前村", region_code="371302002"),
            entity("Village", "d", name="前村", region_code="371302"),
        ],
    }
    assert groups(archive, said, "Village") == together("a", "bc", "d")


def test_a_region_mentioned_by_name_is_the_coded_one(archive: Archive) -> None:
    said = {
        "codes": [
            entity("Region", "a", name="兰山区", code="371302"),
            entity("Region", "b", name="河东区", code="371312"),
        ],
        "text": [
            entity("Region", "c", name="兰山区", _mention=True),
            entity("Region", "d", name="兰山区", region_code="371300"),
        ],
    }
    assert groups(archive, said, "Region") == together("acd", "b")


def test_persons_are_never_merged_by_name(archive: Archive) -> None:
    said = {
        "s": [person("a", "张伟", region_code="371302"), person("b", "李娜", person_key="李娜@甲公司")],
        "t": [person("c", "张伟", region_code="371302"), person("d", "李娜", person_key="李娜@甲公司")],
        "u": [person("e", "李娜")],
    }
    assert groups(archive, said, "Person") == together("a", "c", "bd", "e")


def test_a_strong_name_is_equal_everywhere(archive: Archive) -> None:
    said = {
        "s": [entity("Honor", "a", name="高新技术企业", region_code="37")],
        "t": [entity("Honor", "b", name="高新技术企业", region_code="44")],
    }
    assert groups(archive, said, "Honor") == together("ab")


def test_document_numbers_are_keys(archive: Archive) -> None:
    said = {
        "s": [entity("Document", "a", name="意见", number="临政发〔2014〕1号")],
        "t": [entity("Document", "b", name="关于…的意见", number="临政发[2014]1号")],
        "u": [entity("Document", "c", name="意见", number="临政发〔2015〕1号")],
    }
    assert groups(archive, said, "Document") == together("ab", "c")


def test_rejected_records_count_for_nothing(archive: Archive) -> None:
    said = {
        "s": [enterprise("a", "甲公司", region_code="371302")],
        "t": [enterprise("b", "甲公司", region_code="371311", _state="rejected")],
        "u": [enterprise("c", "甲公司")],
    }
    assert groups(archive, said) == together("ac")


# Any enterprises of few codes, names and places, so that they often agree and often conflict.
_optional = st.sampled_from
_enterprises = st.lists(
    st.builds(
        lambda uscc, stock, name, place: {
            "uscc": uscc and make_uscc(uscc), "stock_code": stock, "name": name, "region_code": place
        },
        _optional([None, None, 1, 2, 3]), _optional([None, None, None, "600001", "600002"]),
        _optional(["甲", "乙"]), _optional([None, "371302", "371302001", "371302002", "371311", "371300"]),
    ),
    min_size=2, max_size=9,
)  # fmt: skip


def partition(said: Sequence[tuple[str, Mapping[str, Any]]], sources: int) -> dict[str, str]:
    """Resolve entities spread over sources; the id of each by its ref."""
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        for number in range(sources):
            archive.write(make_source(f"s{number}"), [
                enterprise(ref, **values) for i, (ref, values) in enumerate(said) if i % sources == number
            ])  # fmt: skip
        ids = resolved(archive).ids["Enterprise"]
        return dict(zip(ids["_ref"].to_list(), ids["id"].to_list(), strict=True))


def shape(ids: Mapping[str, object]) -> set[frozenset[str]]:
    found: dict[object, set[str]] = {}
    for ref, key in ids.items():
        found.setdefault(key, set()).add(ref)
    return {frozenset(refs) for refs in found.values()}


@settings(max_examples=25, deadline=None)
@given(_enterprises, st.randoms(use_true_random=False), st.integers(1, 4))
def test_merges_do_not_depend_on_order_or_source(found: list[dict[str, Any]], random: Any, sources: int) -> None:
    said = [(f"r{i}", values) for i, values in enumerate(found)]
    shuffled = random.sample(said, len(said))
    assert shape(partition(said, 1)) == shape(partition(shuffled, sources))


@settings(max_examples=25, deadline=None)
@given(_enterprises)
def test_two_codes_are_never_one_thing_and_one_code_always_is(found: list[dict[str, Any]]) -> None:
    said = [(f"r{i}", values) for i, values in enumerate(found)]
    ids = partition(said, 2)
    for ref, values in said:
        for other_ref, other in said:
            if values["uscc"] and other["uscc"]:
                assert (ids[ref] == ids[other_ref]) == (values["uscc"] == other["uscc"])


def ids_of(archive: Archive) -> dict[str, str]:
    resolution = resolved(archive)
    said = [
        (s.id, ref)
        for s in archive.sources()
        for ref in archive.tables(s.id).entities["Enterprise"]["_ref"].to_pylist()
    ]
    return {ref: str(resolution.canonical_id(source, "Enterprise", ref)) for source, ref in said}


def test_an_id_is_made_of_the_strongest_key(tmp_path: Path) -> None:
    one, other = Archive(tmp_path / "1", ONTOLOGY), Archive(tmp_path / "2", ONTOLOGY)
    one.write(make_source("s"), [enterprise("a", "甲公司", uscc=make_uscc(1))])
    other.write(make_source("t"), [enterprise("b", "乙公司", uscc=make_uscc(1), region_code="371302")])
    assert ids_of(one)["a"] == ids_of(other)["b"]
    assert ids_of(one)["a"].startswith("enterprise:")


def test_an_entity_keeps_its_id_when_its_code_becomes_known(archive: Archive) -> None:
    archive.write(make_source("s"), [enterprise("a", "甲公司", region_code="371302")])
    before = ids_of(archive)["a"]
    archive.write(make_source("t"), [enterprise("b", "甲公司", uscc=make_uscc(1), region_code="371302")])
    assert ids_of(archive) == {"a": before, "b": before}
    archive.retract("s")
    assert ids_of(archive) == {"b": before}


def two_that_a_third_joins(archive: Archive) -> tuple[list[EntityRecord], dict[str, str]]:
    archive.write(make_source("s"), [enterprise("a", "甲公司", region_code="371302")])
    old = ids_of(archive)
    archive.write(make_source("t"), [enterprise("b", "乙公司", uscc=make_uscc(1))])
    before = ids_of(archive)
    assert before["a"] == old["a"] != before["b"]
    return [enterprise("c", "甲公司", uscc=make_uscc(1), region_code="371302")], before


def test_of_merged_ids_the_oldest_stays_and_the_other_redirects(archive: Archive) -> None:
    joining, before = two_that_a_third_joins(archive)
    archive.write(make_source("u"), joining)
    resolution = resolved(archive)
    assert resolution.redirects.rows() == [(before["b"], before["a"])]
    assert set(ids_of(archive).values()) == {before["a"]}


def test_ids_return_after_undo(archive: Archive) -> None:
    joining, before = two_that_a_third_joins(archive)
    archive.write(make_source("u"), joining)
    merged = ids_of(archive)
    archive.retract("u")
    assert ids_of(archive) == before
    assert resolved(archive).redirects.height == 0
    archive.write(make_source("u"), joining)
    assert ids_of(archive) == merged


def test_a_redirect_outlives_what_it_was_made_of(archive: Archive) -> None:
    joining, before = two_that_a_third_joins(archive)
    archive.write(make_source("u"), joining)
    resolved(archive)
    for source in "tu":
        archive.retract(source)
    archive.write(make_source("s"), [enterprise("a", "甲公司", region_code="371302")])
    assert (before["b"], before["a"]) in resolved(archive).redirects.rows()


def test_resolving_again_brings_no_news(archive: Archive) -> None:
    two_that_a_third_joins(archive)
    archive.write(
        make_source("p"),
        [
            enterprise("d", "丁"),
            enterprise("e", "丁", region_code="371302"),
            enterprise("f", "丁", region_code="371311"),
        ],
    )
    first = ids_of(archive)
    registry = Registry.open(archive.folder)
    assert resolve(archive, ONTOLOGY, registry).news.height == 0
    assert ids_of(archive) == first


def test_a_ref_that_is_an_id_means_that_entity(archive: Archive) -> None:
    joining, before = two_that_a_third_joins(archive)
    archive.write(make_source("edit", kind="edit"), [
        EntityRecord("Enterprise", before["b"], {"note": "checked"}, mention=True)
    ])  # fmt: skip
    assert ids_of(archive)[before["b"]] == before["b"]
    archive.write(make_source("u"), joining)
    assert ids_of(archive)[before["b"]] == before["a"]


@settings(max_examples=25, deadline=None)
@given(_enterprises, _enterprises)
def test_undo_restores_any_ids(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        archive.write(make_source("s"), [enterprise(f"a{i}", **values) for i, values in enumerate(first)])
        before = ids_of(archive)
        archive.write(make_source("t"), [enterprise(f"b{i}", **values) for i, values in enumerate(second)])
        ids_of(archive)
        archive.retract("t")
        assert ids_of(archive) == before


@settings(max_examples=25, deadline=None)
@given(_enterprises, _enterprises)
def test_every_id_that_ever_was_leads_to_an_entity_that_is(
    first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        archive.write(make_source("s"), [enterprise(f"a{i}", **values) for i, values in enumerate(first)])
        before = set(ids_of(archive).values())
        archive.write(make_source("t"), [enterprise(f"b{i}", **values) for i, values in enumerate(second)])
        resolution = resolved(archive)
        live = set(ids_of(archive).values())
        redirects = dict(resolution.redirects.rows())
        assert {redirects.get(entity_id, entity_id) for entity_id in before} <= live


@given(st.sampled_from(sorted(PLAIN_TEXT)), st.data())
def test_plain_texts_need_no_normalising(kind: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(PLAIN_TEXT[kind].replace("$", r"\Z")))
    declared = Property("x", Label("", ""), "string" if kind == "name" else kind)
    assert normalise(declared, text) == text
    assert kind != "name" or normalise_name(text) == text
