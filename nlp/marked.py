"""Annotated documents as a person writes them, turned into the gold's format: python -m nlp.marked FOLDER OUT

A file NAME.marked is a text with marks in it, a line ``---``, and what the marks cannot say::

    [[青禾县|REGION]人民政府|ORGANIZATION]关于…的意见    names, nested ones too; [x|PARK*] is planned,
    到2027年，{T1:全县交易额突破8亿元}。                 [恒越|ENTERPRISE=恒越股份有限公司] has its full name
    ---
    T1 = 交易额; gt; 800000000; yuan; 2027    metric; comparator; value or low..high; unit; deadline
    M1 = reward; 首次上规                     measure: kind; conditions parted by |
    A1 = 电商专项资金; 5000000; 2024,2025     amount: fund; yuan; years (* each year, none given)
    U1 = lead; 县商务局; 做好协调             duty: role; who; what
    OPERATES 甲 + 乙 > 丙#2                   relations: every head with every tail; #2: the second mention
    NOT 电商企业; ENTERPRISE; class           near miss: text; type it could be; why

``{C1:…}`` is a citation: issuers, title and number are read from it. ``title`` is the document's own mention. A
target's deadline may be a period (P3Y, with ~ for about); after it ``prog=NAME`` or ``holder=NAME`` say whose target
it is. Relations that follow from marks (HAS_TARGET, HAS_MEASURE, CITES, ISSUED_BY of what is cited) write themselves.
Types may be written short (E for ENTERPRISE, see SHORT).
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp.document import DOCUMENT_NUMBER
from nlp.errors import DocumentError

SHORT = {
    "E": "ENTERPRISE", "O": "ORGANIZATION", "P": "PERSON", "PF": "PLATFORM", "K": "PARK", "TB": "TRAINING_BASE",
    "F": "FACILITY", "R": "REGION", "V": "VILLAGE", "I": "INDUSTRY", "D": "PRODUCT", "CL": "CLUSTER", "J": "PROJECT",
    "FU": "FUND", "G": "PROGRAMME", "H": "HONOR", "X": "EVENT", "DOC": "DOCUMENT",
}  # fmt: skip
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]|[^。！？\n]+")
_OPEN = re.compile(r"\{([TMACU]\d+):")
_CLOSE = re.compile(r"\|([A-Z_]+)(\*?)(?:=([^\]]*))?\]")


@dataclass
class _Read:
    """The bare text, its names in order of their starts, and the marked spans by label."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


def _strip_marks(name: str, marked: str) -> _Read:
    read, out = _Read(), []
    length, at = 0, 0
    open_: list[tuple[str, int]] = []
    while at < len(marked):
        label, close = _OPEN.match(marked, at), _CLOSE.match(marked, at)
        if label:
            open_.append((label[1], length))
            at = label.end()
        elif marked[at] == "[":
            open_.append(("[", length))
            at += 1
        elif close or marked[at] == "}":
            if not open_ or (open_[-1][0] == "[") != bool(close):
                raise DocumentError(name, f"a mark is closed that is not open, before {marked[at : at + 20]!r}")
            what, start = open_.pop()
            if close:
                read.entities.append(_entity(name, close, start, length))
                at = close.end()
            else:
                read.spans[what] = (start, length)
                at += 1
        else:
            out.append(marked[at])
            length, at = length + 1, at + 1
    if open_:
        raise DocumentError(name, f"{len(open_)} marks are not closed; the last begins at character {open_[-1][1]}")
    read.text = "".join(out)
    read.entities.sort(key=lambda e: (e["start"], -e["end"]))
    for i, entity in enumerate(read.entities, 1):
        entity["id"] = f"E{i:03}"
        entity["text"] = read.text[entity["start"] : entity["end"]]
    return read


def _entity(name: str, close: re.Match[str], start: int, end: int) -> dict[str, Any]:
    type_ = SHORT.get(close[1], close[1])
    if type_ not in SHORT.values():
        raise DocumentError(name, f"{close[1]} is no type of entity")
    told: dict[str, Any] = {"id": "", "type": type_, "start": start, "end": end, "text": ""}
    if close[2]:
        told["planned"] = True
    if close[3]:
        told["normalized"] = close[3]
    return told


class _Annotation:
    """Makes the gold of one marked text."""

    def __init__(self, name: str, marked: str) -> None:
        self.name = name
        body, _, notes = marked.partition("\n---\n")
        self.read = _strip_marks(name, body + "\n")
        self.text = self.read.text
        self.gold: dict[str, list[dict[str, Any]]] = {
            k: []
            for k in ("entities", "relations", "targets", "amounts", "citations", "duties", "measures", "notAnnotated")
        }
        self.gold["entities"] = self.read.entities
        self.by_id = {e["id"]: e for e in self.read.entities}
        self.outer = [
            e
            for e in self.read.entities
            if not any(o is not e and o["start"] <= e["start"] and e["end"] <= o["end"] for o in self.read.entities)
        ]
        self.title = next((e for e in self.read.entities if e["type"] == "DOCUMENT"), None)
        lines = [line.strip() for line in notes.splitlines() if line.strip()]
        for label in self.read.spans:
            if label[0] == "C":
                self._citation(label)
        for line in lines:
            self._line(line)

    def _line(self, line: str) -> None:
        label = re.match(r"([TMAU]\d+) = (.*)", line)
        if label:
            if label[1] not in self.read.spans:
                raise DocumentError(self.name, f"{label[1]} is not marked in the text")
            parts = [p.strip() for p in label[2].split(";")]
            {"T": self._target, "M": self._measure, "A": self._amount, "U": self._duty}[label[1][0]](label[1], parts)
        elif line.startswith("NOT "):
            text, could_be, why = (p.strip() for p in line[4:].split(";"))
            start = self.text.find(text)
            if start < 0:
                raise DocumentError(self.name, f"{text!r} is not in the text")
            self.gold["notAnnotated"].append(
                {"text": text, "couldBe": could_be, "why": why, "start": start, "end": start + len(text)}
            )
        else:
            type_, _, ends = line.partition(" ")
            heads, _, tails = ends.partition(" > ")
            for head in heads.split(" + "):
                for tail in tails.split(" + "):
                    self._state(type_, *self._pair(head.strip(), tail.strip()))

    def _span(self, label: str) -> dict[str, Any]:
        start, end = self.read.spans[label]
        made = {"id": label, "start": start, "end": end, "text": self.text[start:end]}
        self.by_id[label] = made
        return made

    def _target(self, label: str, parts: list[str]) -> None:
        metric, comparator, value, unit, *rest = parts
        low, _, high = value.partition("..")
        least, most = _number(low), _number(high or low)
        options = dict(p.split("=", 1) for p in rest if "=" in p)
        due = next((p for p in rest if p and "=" not in p), None)
        about = bool(due and due.endswith("~"))
        due = due.rstrip("~") if due else None
        when: dict[str, Any] = {"period" if due.startswith("P") else "deadline": due} if due else {}
        if about:
            when |= {"periodApproximate": True}
        target = self._span(label) | {
            "targetKey": options.get("key", f"{metric}@{due or ''}"),
            "metric": metric,
            "comparator": comparator,
            "min": None if comparator == "le" else least,
            "max": None if comparator in ("gt", "ge") else most,
            "unit": unit,
            "approximate": comparator == "approx",
            **when,
        }
        owner = options.get("prog") or options.get("holder")
        head = self._latest(owner, target["start"]) if owner else self.title
        if options.get("prog") and head:
            target["programme"] = head["id"]
        self.by_id[label] = target
        self.gold["targets"].append(target)
        if head:
            self._state("HAS_TARGET", head, target)

    def _measure(self, label: str, parts: list[str]) -> None:
        conditions = parts[1].split("|") if len(parts) > 1 and parts[1] else []
        measure = self._span(label) | {"kind": parts[0], "conditions": conditions}
        for condition in conditions:
            if condition not in measure["text"]:
                raise DocumentError(self.name, f"{label}: the condition {condition!r} is not in its text")
        self.by_id[label] = measure
        self.gold["measures"].append(measure)
        if self.title:
            self._state("HAS_MEASURE", self.title, measure)

    def _amount(self, label: str, parts: list[str]) -> None:
        fund = self._nearest(parts[0], self.read.spans[label][0], self.read.spans[label][0])
        years = parts[2] if len(parts) > 2 else ""
        for i, year in enumerate(years.split(",") if years not in ("", "*") else [""]):
            amount = self._span(label) | {
                "id": f"{label}{'abcdefghij'[i]}",
                "fund": fund["id"],
                "fundName": fund["text"],
                "value_yuan": int(parts[1]),
                **({"year": int(year)} if year else {}),
                **({"recurring": True} if "," in years or years == "*" else {}),
            }
            self.gold["amounts"].append(amount)

    def _duty(self, label: str, parts: list[str]) -> None:
        role, who, what = parts
        self.gold["duties"].append(self._span(label) | {"who": who, "role": role, "what": what})

    def _citation(self, label: str) -> None:
        span = self._span(label)
        inside = [e for e in self.outer if span["start"] <= e["start"] and e["end"] <= span["end"]]
        cited = next((e for e in inside if e["type"] == "DOCUMENT"), None)
        if cited is None:
            raise DocumentError(self.name, f"{label}: no DOCUMENT is marked in the citation")
        number = DOCUMENT_NUMBER.search(span["text"], cited["end"] - span["start"])
        issuers = [e for e in inside if e["type"] == "ORGANIZATION"]
        if number:
            cited["number"] = number[0]
        told = {"number": number[0]} if number else {}
        issuer = self.text[issuers[0]["start"] : issuers[-1]["end"]] if issuers else None
        more = {"issuer": issuer} if issuer else {}
        self.gold["citations"].append(
            span
            | told
            | more
            | {"title": cited["text"], "document": cited["id"], "issuerIds": [e["id"] for e in issuers]}
        )
        ended = re.match(r"[^，。]{0,6}(?:同时)?(?:废止|停止执行)", self.text[span["end"] : span["end"] + 14])
        if self.title:
            self._state("SUPERSEDES" if ended else "CITES", self.title, cited)
        for body in issuers:
            self._state("ISSUED_BY", cited, body)

    def _mentions(self, told: str) -> list[dict[str, Any]]:
        if told == "title" and self.title:
            return [self.title]
        if told in self.by_id and told[0] in "TM":
            return [self.by_id[told]]
        name, _, number = told.partition("#")
        after = self.title["end"] if self.title else 0
        found = [e for e in self.outer if e["text"] == name and e["start"] >= after]
        found = found or [e for e in self.read.entities if e["text"] == name]
        if number:
            # #2 counts the mentions of the body and the title alike, nested ones left out
            every = [e for e in self.read.entities if e["text"] == name and (e in self.outer or e["start"] < after)]
            found = every[int(number) - 1 : int(number)]
        if not found:
            raise DocumentError(self.name, f"no mention {told!r}")
        return found

    def _latest(self, told: str, before: int) -> dict[str, Any]:
        name = told.partition("#")[0]
        near = [e for e in self.read.entities if e["text"] == name and e["start"] < before]
        if not near:
            raise DocumentError(self.name, f"no mention {told!r} before character {before}")
        return near[-1]

    def _nearest(self, told: str, start: int, end: int) -> dict[str, Any]:
        return min(self._mentions(told), key=lambda e: min(abs(e["start"] - end), abs(start - e["end"])))

    def _pair(self, head: str, tail: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The two mentions that stand nearest to each other, if possible in one sentence."""
        pairs = [(h, t) for h in self._mentions(head) for t in self._mentions(tail)]
        return min(
            pairs,
            key=lambda p: (self._sentence(p[0]) != self._sentence(p[1]), abs(p[0]["start"] - p[1]["start"])),
        )

    def _sentence(self, thing: dict[str, Any]) -> tuple[int, int]:
        line = (self.text.rfind("\n", 0, thing["start"]) + 1, self.text.find("\n", thing["start"]))
        spans = (m.span() for m in _SENTENCE.finditer(self.text, *line))
        return next(s for s in spans if s[0] <= thing["start"] < s[1])

    def _state(self, type_: str, head: dict[str, Any], tail: dict[str, Any]) -> None:
        start, end = self._sentence(tail if head is self.title or tail["start"] > head["start"] else head)
        relations = self.gold["relations"]
        told = {"type": type_, "head": head["id"], "tail": tail["id"]}
        if not any(told.items() <= r.items() for r in relations):
            relations.append({"id": f"R{len(relations) + 1:03}", **told, "start": start, "end": end})


def _number(word: str) -> float:
    value = float(word)
    return int(value) if value.is_integer() else value


def read_marked(path: Path) -> tuple[str, dict[str, Any]]:
    """The bare text of a marked file and its gold annotation. Raises DocumentError where the marks are wrong."""
    made = _Annotation(path.name, path.read_text(encoding="utf-8"))
    document = f"{path.stem}.txt"
    data = made.text.encode("utf-8")
    return made.text, {
        "document": document,
        "sha256": sha256(data).hexdigest(),
        "source": "written for jiju",
        **made.gold,
    }


def write_gold(folder: Path, out: Path) -> Iterator[Path]:
    """Write NAME.txt and NAME.json for every NAME.marked. Raises DocumentError if there is none."""
    paths = sorted(Path(folder).glob("*.marked"))
    if not paths:
        raise DocumentError(str(folder), "there are no marked documents in it (NAME.marked)")
    out.mkdir(parents=True, exist_ok=True)
    for path in paths:
        text, gold = read_marked(path)
        (out / gold["document"]).write_text(text, encoding="utf-8", newline="\n")
        told = out / f"{path.stem}.json"
        told.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        yield told


def main(arguments: list[str] | None = None) -> int:
    folder, out = (Path(a) for a in (sys.argv[1:] if arguments is None else arguments))
    try:
        for path in write_gold(folder, out):
            sys.stdout.write(f"{path}\n")
    except DocumentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
