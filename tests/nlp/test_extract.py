"""Documents become Records whose quotes stand in the text."""

from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import extract
from nlp.errors import DocumentError
from nlp.extract import Extraction, read_document
from ontology.model import Ontology, load
from records.record import EntityRecord, RelationRecord
from support.shared import shared_path

ONTOLOGY = load()
TEXT = """白石县人民政府关于加快柳编发展的意见
各乡镇人民政府：
一、目标。到2026年，全县柳编产值突破50亿元，培育20家骨干企业。
二、措施。实施“百村百编”工程，到2026年培育20家骨干企业。由县商务局牵头。
村民王强任巧手柳编专业合作社理事长。
"""


def _records(text: str) -> Extraction:
    return read_document(text.encode(), ontology=ONTOLOGY, file="a.txt")


def _quotes_stand_in_the_text(extraction: Extraction) -> bool:
    text = extraction.document.text
    return all(text[r.locator.start : r.locator.end] == r.locator.quote for r in extraction.records)


def test_every_record_is_valid_by_the_ontology_and_its_relations_have_ends() -> None:
    found = _records(TEXT)
    entities = {(r.type, r.ref) for r in found.records if isinstance(r, EntityRecord)}
    for record in found.records:
        if isinstance(record, RelationRecord):
            assert {record.head, record.tail} <= entities
            assert (record.head[0], record.tail[0]) in ONTOLOGY.edge_types[record.type].ends
        else:
            assert set(record.properties) <= set(ONTOLOGY.node_types[record.type].properties)
    assert _quotes_stand_in_the_text(found)


def test_a_target_told_twice_is_one_node_with_two_places() -> None:
    targets = [r for r in _records(TEXT).records if r.type == "Target" and isinstance(r, EntityRecord)]
    twice = [t for t in targets if t.properties["metric"] == "骨干企业数"]
    assert len(twice) == 2
    assert len({t.ref for t in twice}) == len({t.properties["target_key"] for t in twice}) == 1
    assert len({t.locator.start for t in twice}) == 2


def test_the_document_knows_its_issuer_kind_and_text() -> None:
    found = _records(TEXT)
    own = next(r for r in found.records if isinstance(r, EntityRecord) and r.ref == "document")
    assert own.properties["issuer"] == "白石县人民政府"
    assert (own.properties["kind"], own.properties["text"]) == ("policy", TEXT)


def test_people_are_told_apart_by_where_they_work() -> None:
    (person,) = {
        r.properties["person_key"] for r in _records(TEXT).records if r.type == "Person" and isinstance(r, EntityRecord)
    }
    assert person == "王强@巧手柳编专业合作社"


def test_region_codes_come_only_from_the_hint() -> None:
    hinted = read_document(TEXT.encode(), ontology=ONTOLOGY, region_hint={"白石县": "371399"})
    codes = {r.properties.get("code") for r in hinted.records if r.type == "Region" and isinstance(r, EntityRecord)}
    assert codes == {"371399"}
    assert all("code" not in r.properties for r in _records(TEXT).records if r.type == "Region")


def test_low_confidence_waits_as_proposed() -> None:
    for record in _records(TEXT).records:
        assert record.state == ("accepted" if record.confidence >= extract.ACCEPTED else "proposed")


def test_docx_says_the_same_as_txt(tmp_path: Path) -> None:
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))
    told = [(r.type, r.locator.quote) for r in read_document(path, ontology=ONTOLOGY).records]
    assert told == [(r.type, r.locator.quote) for r in _records(TEXT).records]


def test_a_long_text_is_read_in_parts_with_offsets_into_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "PART", 400)
    found = _records(TEXT + "到2027年，建设30个园区。\n" * 100)
    assert len(found.facts) > 2
    assert _quotes_stand_in_the_text(found)
    assert sum(r.type == "HAS_TARGET" for r in found.records) >= 100
    assert {r.head[1] for r in found.records if isinstance(r, RelationRecord) and r.type == "HAS_TARGET"} <= {
        "document",
        "Programme:百村百编工程",
    }


def test_a_file_that_is_no_document_is_refused(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"not a docx")
    with pytest.raises(DocumentError, match=r"a\.docx"):
        read_document(path, ontology=ontology)


PIECES = (
    "到2027年，|全县|突破|20亿元|培育|5家|企业|。|\n|《|》|“|”|（以下简称“|”）|山东|甲乙丙有限公司|投资|由|与|、|和|"
    "县商务局|牵头|王强|董事长|国发〔2013〕32号|一、|(二)|工程|规划建设|跨境电商产业园|等|业|村|镇|1-2个|左右|"
    "每年|专项资金|；|其|公司|是|持有|30%"
)
WORDS = st.sampled_from(PIECES.split("|"))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40).map("".join).filter(lambda text: bool(text.strip())))
def test_quotes_stand_in_any_text_and_no_names_cross(text: str) -> None:
    found = _records(text)
    assert _quotes_stand_in_the_text(found)
    mentions = found.facts[0].mentions
    assert not any(a.start < b.start < a.end < b.end for a in mentions for b in mentions)


def test_the_gold_policy_has_its_sixteen_targets() -> None:
    found = read_document(shared_path("gold/linyi-ecommerce-opinion.txt"), ontology=ONTOLOGY)
    targets = [r for r in found.records if r.type == "Target" and isinstance(r, EntityRecord)]
    assert len(targets) == 20
    assert len({t.ref for t in targets}) == 16
    first = targets[0]
    assert (first.locator.start, first.locator.end) == (499, 516)
    assert first.properties["minimum"] == 200_000_000_000
    assert first.properties["deadline"] == "2017"
    assert first.properties["name"] == "临沂市 电子商务交易额突破2000亿元 (2017)"
