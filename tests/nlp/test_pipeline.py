"""The pipeline on sentences written for this test: names, targets, relations."""

import pytest
from spacy.language import Language

from nlp.facts import Facts
from nlp.pipeline import COMPONENTS, make_nlp
from ontology.model import Ontology


@pytest.fixture(scope="module")
def nlp(ontology: Ontology) -> Language:
    return make_nlp(ontology)


def read(nlp: Language, text: str, kind: str = "news") -> Facts:
    doc = nlp.make_doc("标题\n" + text)
    doc._.kind = kind
    facts: Facts = nlp(doc)._.facts
    return facts


def entities(facts: Facts) -> set[tuple[str, str]]:
    return {(m.type, m.text) for m in facts.mentions if m.rule != "title"}


def relations(facts: Facts) -> set[tuple[str, str, str]]:
    return {(r.type, r.head.text, r.tail.text) for r in facts.relations}


def test_components_are_factories_in_order_and_a_user_can_add_one(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert all(name.startswith("jiju_") for name in COMPONENTS)


def test_spans_hold_nested_names(nlp: Language) -> None:
    doc = nlp("通知\n山东顺达木业有限公司开业。")
    labels = {(span.label_, span.text) for span in doc.spans["entities"]}
    assert {("ENTERPRISE", "山东顺达木业有限公司"), ("REGION", "山东")} <= labels


def test_investor_project_and_park_are_told_apart_and_related(nlp: Language) -> None:
    facts = read(nlp, "江苏瑞丰家居有限公司投资8亿元建设的瑞丰智能家居产业园项目在白石县经济开发区开工。")
    assert {
        ("PROJECT", "瑞丰智能家居产业园项目"),
        ("PARK", "瑞丰智能家居产业园"),
        ("PARK", "白石县经济开发区"),
        ("REGION", "白石县"),
    } <= entities(facts)
    assert ("INVESTS_IN", "江苏瑞丰家居有限公司", "瑞丰智能家居产业园项目") in relations(facts)
    assert ("LOCATED_IN", "瑞丰智能家居产业园项目", "白石县经济开发区") in relations(facts)
    assert next(r for r in facts.relations if r.type == "INVESTS_IN").properties["amount_yuan"] == 800_000_000


def test_shares_guarantees_and_deictic_subjects_are_followed(nlp: Language) -> None:
    facts = read(
        nlp,
        "海平装备股份有限公司（以下简称“公司”）由自然人陈志明、李霞分别持股60%和40%。公司为海平铸造有限公司提供3000万元担保。",
        "announcement",
    )
    assert ("GUARANTEES", "海平装备股份有限公司", "海平铸造有限公司") in relations(facts)
    shares = {r.head.text: r.properties["share"] for r in facts.relations if r.type == "OWNS"}
    assert shares == {"陈志明": 0.6, "李霞": 0.4}


def test_addresses_are_split_and_join_their_neighbours(nlp: Language) -> None:
    facts = read(nlp, "在白石县青泉镇南沟村，村民王强种起了果树。")
    assert {("PART_OF", "青泉镇", "白石县"), ("PART_OF", "南沟村", "青泉镇")} <= relations(facts)
    assert ("PERSON", "王强") in entities(facts)


def test_honours_have_winner_and_issuer(nlp: Language) -> None:
    facts = read(nlp, "白石县被商务部评为国家电子商务进农村综合示范县，南沟村获评“淘宝村”。")
    assert {("AWARDED", "南沟村", "淘宝村"), ("ISSUED_BY", "国家电子商务进农村综合示范县", "商务部")} <= relations(
        facts
    )


def test_kinds_groups_and_counts_are_no_entities(nlp: Language) -> None:
    text = "各县区人民政府要支持各类电子商务产业园区建设，培育一批电商平台，鼓励企业设立海外仓。"
    text += "全县已建成电商产业园区3个。"
    facts = read(nlp, text, "policy")
    assert entities(facts) == set()
    assert facts.targets == []


def test_what_the_author_is_to_build_is_planned(nlp: Language) -> None:
    facts = read(nlp, "规划建设跨境电商综合产业园，支持物流园区建设。", "policy")
    assert [(m.text, m.planned) for m in facts.mentions if m.type == "PARK"] == [("跨境电商综合产业园", True)]


@pytest.mark.parametrize(
    ("words", "comparator", "low", "high"),
    [
        ("全县网络零售额突破80亿元", "gt", 8_000_000_000, None),
        ("培训人才不少于5000人次", "ge", 5000, None),
        ("全县网络零售额达到80亿元以上", "ge", 8_000_000_000, None),
        ("培育电商企业20家左右", "approx", 20, 20),
        ("打造3-5个区域品牌", "range", 3, 5),
        ("建设12个电商园区", "eq", 12, 12),
        ("单位物流成本控制在10%以内", "le", None, 10),
    ],
)
def test_targets_have_comparator_value_and_the_sentences_deadline(
    nlp: Language, words: str, comparator: str, low: int | None, high: int | None
) -> None:
    facts = read(nlp, f"到2027年，完善各项制度，{words}。", "policy")
    (target,) = facts.targets
    assert (target.comparator, target.minimum, target.maximum, target.deadline) == (comparator, low, high, "2027")


def test_a_target_for_each_county_says_so(nlp: Language) -> None:
    (target,) = read(nlp, "2025年底之前，各县区至少建设2处公共直播间。", "policy").targets
    assert (target.comparator, target.minimum, target.scope, target.deadline) == ("ge", 2, "each county", "2025-12-31")


def test_conditions_and_rewards_are_no_targets(nlp: Language) -> None:
    facts = read(nlp, "对年网络零售额超过500万元的企业，给予一次性奖励5万元。", "policy")
    assert facts.targets == []
    assert [m.kind for m in facts.measures] == ["reward"]
    assert facts.measures[0].conditions == ["年网络零售额超过500万元"]


def test_money_of_a_fund_for_three_years_is_three_amounts(nlp: Language) -> None:
    facts = read(nlp, "县财政局自2021年起连续三年每年安排500万元乡村物流发展专项资金。", "policy")
    assert [(a.yuan, a.year) for a in facts.amounts] == [(5_000_000, y) for y in (2021, 2022, 2023)]


def test_citations_reach_from_issuer_to_number(nlp: Language) -> None:
    facts = read(nlp, "根据省政府《关于促进物流业发展的意见》（某政发〔2020〕3号）要求执行。", "policy")
    (citation,) = facts.citations
    assert citation.text == "省政府《关于促进物流业发展的意见》（某政发〔2020〕3号）"
    assert (citation.number, citation.issuer) == ("某政发〔2020〕3号", "省政府")


def test_short_names_stand_for_the_documents_own_bodies(nlp: Language) -> None:
    facts = nlp("白石县人民政府关于发展柳编的意见\n由县商务局牵头，县供销合作社配合。")._.facts
    names = {m.text: m.name for m in facts.mentions if m.type == "ORGANIZATION"}
    assert names["县商务局"] == "白石县商务局"
    duties = {(r.head.text, r.properties["role"]) for r in facts.relations if r.type == "RESPONSIBLE_FOR"}
    assert duties == {("县商务局", "lead"), ("县供销合作社", "support")}


def test_a_gazetteer_makes_names_known(ontology: Ontology) -> None:
    nlp = make_nlp(ontology, {"启程网络": "ENTERPRISE"})
    assert ("ENTERPRISE", "启程网络") in entities(read(nlp, "记者来到启程网络看到新变化。"))
    with pytest.raises(ValueError, match="ROBOT"):
        make_nlp(ontology, {"某": "ROBOT"})
