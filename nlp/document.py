"""The structure of a document: title, issuer, number, date, addressees, sections, sentences."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from nlp.lexicon import lexicon


@dataclass(frozen=True)
class Sentence:
    """Up to 。！？ or the end of the line; ； ends none. Brackets, quotes and what closes them stay together."""

    start: int
    end: int
    heading: bool = False


@dataclass
class Section:
    """A numbered part: ``level`` 1 for 一、, 2 for (一), 3 for 1., 4 for (1); ``end`` where the next one begins."""

    level: int
    number: str
    heading: str
    start: int
    heading_start: int
    heading_end: int
    end: int = 0
    parent: "Section | None" = None

    @property
    def path(self) -> str:
        return f"{self.parent.path} › {self.heading}" if self.parent else self.heading


@dataclass
class Document:
    """A document's text and structure; all offsets are into ``text``."""

    text: str
    kind: str = "news"
    title: str = ""
    title_span: tuple[int, int] = (0, 0)
    number: str | None = None
    issued_on: str | None = None
    addressees: tuple[int, int] | None = None
    sections: list[Section] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence_at(self, offset: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [s.start for s in self.sections]

    def section_at(self, offset: int) -> Section | None:
        index = bisect_right(self._section_starts, offset) - 1
        return self.sections[index] if index >= 0 else None

    def in_heading(self, start: int, end: int) -> bool:
        section = self.section_at(start)
        return bool(section and section.heading_start <= start and end <= section.heading_end)


DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}[〔\[［【（(](?:19|20)\d\d[〕\]］】）)](?:第)?\s?\d{1,5}\s?号"
    r"|[\u4e00-\u9fff]{2,14}令第?\s?[\d一二三四五六七八九十]{1,5}\s?号"
    r"|(?:19|20)\d\d年第\s?\d{1,4}\s?号"
)
_HAN = "一二三四五六七八九十百"
_NUMBERINGS = (
    re.compile(rf"第[{_HAN}\d]{{1,4}}[章条部]分?[　 、：]*"),
    re.compile(rf"[{_HAN}]{{1,3}}[、．.]\s*"),
    re.compile(rf"[（(][{_HAN}]{{1,3}}[）)][、．.]?\s*"),
    re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))\s*"),
    re.compile(r"[（(]\d{1,2}[）)][、．.]?\s*|[①-⑳]\s*"),
)
#: 原文链接：…, 发文字号：…: what sites put above a document.
_METADATA = re.compile(
    r"(?:信息)?来源|(?:原文)?链接|发[布文](?:时间|日期|机关|机构|单位|字号)|索引号|文号|字号|(?:成文|公布|施行|生效|印发)日期"
    r"|制定机关|时效性|效力位阶|法规类别|主题(?:分类|词)|公开方式|证券(?:代码|简称)|股票(?:代码|简称)|公告编号|作者|责任编辑|浏览次数|时间[：:]|日期[：:]|https?:"
)
#: A first line as long as this, or with a full stop, is text without a title.
_LONGEST_TITLE = 120
_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|(\d{4})-(\d{1,2})-(\d{1,2})")
_HAN_DATE = re.compile(rf"([〇○零一二三四五六七八九]{{4}})年([{_HAN}]{{1,3}})月([{_HAN}]{{1,3}})日")
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_ENDS = re.compile(r"[。！？\n]")
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "〔": "〕"}
_CLOSING = "”’）)》」』】"
#: A bracket or quote that is not closed within so many characters was never meant to be.
_PATIENCE = 300


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of sentences, blanks between them left to the front of the next."""
    end = len(text) if end is None else end
    spans, at, shielded = [], start, start
    for found in re.compile(r"[。！？\n（(《“「〔]").finditer(text, start, end):
        place, mark = found.start(), found[0]
        if place < shielded:
            continue
        if mark in _PAIRS:
            shielded = _closed(text, place, mark, end)
            if mark in "“「" and text[shielded - 2 : shielded - 1] in "。！？" and shielded > place + 1:
                spans.append((at, shielded))  # “….” ends the sentence with the quote
                at = shielded
            continue
        stop = place if mark == "\n" else place + 1
        while mark != "\n" and stop < end and text[stop] in _CLOSING:
            stop += 1
        if text[at:stop].strip():
            spans.append((at, stop))
        at = shielded = max(stop, place + 1)
    if text[at:end].strip():
        spans.append((at, end))
    return spans


def _closed(text: str, place: int, mark: str, end: int) -> int:
    line = text.find("\n", place, end)
    limit = min(place + _PATIENCE, end if line < 0 else line)
    close = text.find(_PAIRS[mark], place + 1, limit)
    return close + 1 if close >= 0 else place + 1


def read_structure(text: str, kind: str | None = None) -> Document:
    """Title, number, date, addressees, section tree and sentences of a text."""
    document = Document(text)
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    _read_head(document, lines)
    document.kind = kind or _kind(document.title)
    document.issued_on = _issued_on(text, lines)
    for start, end in lines:
        _read_line(document, start, end)
    _close_sections(document)
    return document


def _read_head(document: Document, lines: list[tuple[int, int]]) -> None:
    text = document.text
    for index, (start, end) in enumerate(lines[:8]):
        line = text[start:end].strip()
        if line.startswith(("【", "[")) or (not document.title and _METADATA.match(line)):
            numbered = DOCUMENT_NUMBER.search(line)
            document.number = document.number or (numbered[0] if numbered else None)
            continue
        if DOCUMENT_NUMBER.fullmatch(line.strip("（）()")):
            document.number = line.strip("（）()")
        elif not document.title and (len(line) > _LONGEST_TITLE or "。" in line):
            break
        elif not document.title:
            document.title, document.title_span = line, _stripped(text, start, end)
            if re.fullmatch(r"[^，。：]{2,20}(?:人民政府|办公室|办公厅|委员会|局|厅|部|院)", line):
                following = text[slice(*lines[index + 1])].strip() if index + 1 < len(lines) else ""
                if following.startswith(("关于", "印发")):
                    document.title = line + following
                    document.title_span = _stripped(text, *lines[index + 1])
        elif line.endswith(("：", ":")) and len(line) < 300 and start > document.title_span[1]:
            document.addressees = _stripped(text, start, end)
            break


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kind(title: str) -> str:
    words = lexicon("document")
    bare = re.sub(r"(?:[（(][^（）()]{1,16}[）)])+$", "", title.rstrip("》").strip()).rstrip("》")
    for kind, endings in words["kinds"].items():
        if any(bare.endswith(e) for e in endings.split()):
            return str(kind)
    return "news"


def _issued_on(text: str, lines: list[tuple[int, int]]) -> str | None:
    """The date that stands alone in a line at the head or the foot."""
    for start, end in [*lines[-4:][::-1], *lines[1:4]]:
        line = text[start:end].strip()
        found = _DATE.search(line) if len(line) < 40 else None
        if found and (found.end() - found.start() > len(line) - 16):
            year, month, day = (int(g) for g in found.groups() if g)
            return f"{year}-{month:02}-{day:02}" if month in range(1, 13) and day in range(1, 32) else None
        spelled = _HAN_DATE.fullmatch(line)
        if spelled:
            year = int("".join(_DIGITS.get(c, c) for c in spelled[1]))
            return f"{year}-{_han(spelled[2]):02}-{_han(spelled[3]):02}"
    return None


def _han(words: str) -> int:
    tens, _, ones = words.rpartition("十")
    digits = "零一二三四五六七八九"
    ten = (digits.index(tens) if tens else 1) * 10 if "十" in words else 0
    return ten + (digits.index(ones) if ones else 0)


def _read_line(document: Document, start: int, end: int) -> None:
    text = document.text
    begin = _stripped(text, start, end)[0]
    for level, numbering in enumerate(_NUMBERINGS):
        marker = numbering.match(text, begin, end)
        if marker:
            _add_section(document, level, marker, start, end)
            break
    sentences = split_sentences(text, start, end)
    section = document.sections[-1] if document.sections and document.sections[-1].start == start else None
    for s, e in sentences:
        heading = section is not None and e <= section.heading_end + 1 and section.heading_end > 0
        document.sentences.append(Sentence(s, e, heading))


def _add_section(document: Document, level: int, marker: re.Match[str], start: int, end: int) -> None:
    text = document.text
    stop = _ENDS.search(text, marker.end(), end)
    heading_end = stop.start() if stop else end
    heading = text[marker.end() : heading_end].strip()
    short = len(heading) <= 40 and not re.search(r"[，；：]|\d+(?:%|万|亿|个|家)", heading)
    if level == 0 and marker[0].startswith("第") and "条" in marker[0]:
        short = False
    if not short or not heading:
        heading_end = marker.end()
        heading = marker[0].strip()
    open_ = [s for s in document.sections if s.level < level]
    parent = open_[-1] if open_ else None
    document.sections.append(Section(level, marker[0].strip(), heading, start, marker.end(), heading_end, end, parent))


def _close_sections(document: Document) -> None:
    for section, following in zip(document.sections, document.sections[1:], strict=False):
        section.end = following.start
    if document.sections:
        document.sections[-1].end = len(document.text)
