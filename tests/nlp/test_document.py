"""Title, number, date, sections and sentences."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlp.document import read_structure, split_sentences

POLICY = """某县人民政府
关于加快柳编产业发展的意见
某政发〔2023〕7号
各乡镇人民政府：
为推动发展，提出如下意见。
一、总体要求
(一)指导思想。坚持市场导向。发挥优势。
1.做强基地
(1)到2025年，建成10个园区。
二、保障措施。加强领导。
某县人民政府
2023年5月6日"""


def test_head_lines_give_title_number_date_and_addressees() -> None:
    document = read_structure(POLICY)
    assert document.title == "某县人民政府关于加快柳编产业发展的意见"
    assert document.number == "某政发〔2023〕7号"
    assert document.issued_on == "2023-05-06"
    assert document.kind == "policy"
    assert document.addressees is not None
    assert document.text[slice(*document.addressees)] == "各乡镇人民政府："


def test_a_date_in_chinese_numerals_is_read() -> None:
    assert read_structure("通知\n内容。\n二〇一四年十二月三十一日").issued_on == "2014-12-31"


def test_numbered_headings_become_a_tree() -> None:
    paths = [section.path for section in read_structure(POLICY).sections]
    assert paths[:3] == ["总体要求", "总体要求 › 指导思想", "总体要求 › 指导思想 › 做强基地"]
    assert paths[-1] == "保障措施"


def test_a_heading_at_the_front_of_its_paragraph_is_a_sentence_of_its_own() -> None:
    document = read_structure(POLICY)
    headings = [document.text[s.start : s.end] for s in document.sentences if s.heading]
    assert "(一)指导思想。" in headings
    assert "二、保障措施。" in headings


def test_lines_that_sites_put_above_a_document_are_not_its_title() -> None:
    document = read_structure("【编码】 1.2.3\n发文字号：某政发〔2022〕4号\n某县商务局关于开展评选的通知\n正文。")
    assert document.title == "某县商务局关于开展评选的通知"
    assert document.number == "某政发〔2022〕4号"


def test_a_headline_with_a_colon_is_a_title() -> None:
    assert read_structure("青泉镇：小果子成了大产业\n本报讯 果子红了。").title == "青泉镇：小果子成了大产业"


def test_text_without_a_title_has_none() -> None:
    assert read_structure("今年春天，县里来了很多人。大家都很高兴。").title == ""


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


def test_semicolons_do_not_end_a_sentence_and_line_ends_do() -> None:
    assert _sentences("一是建园；二是招商。三是培训\n四是宣传") == ["一是建园；二是招商。", "三是培训", "四是宣传"]


def test_brackets_and_quotes_stay_together() -> None:
    assert _sentences("他说：“好。再来。”大家笑了。") == ["他说：“好。再来。”", "大家笑了。"]
    assert _sentences("公司（简称“甲。乙”）开业。完") == ["公司（简称“甲。乙”）开业。", "完"]


@given(st.text(alphabet="甲乙丙。！？；\n（）“”《》，1 ", max_size=60))
def test_sentences_cover_everything_but_blanks_and_never_overlap(text: str) -> None:
    spans = split_sentences(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
