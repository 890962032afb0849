"""From which confidence on a fact goes in without a person: by type, from measured precision.

    thresholds.yaml   what is shipped; `jiju score GOLD… --thresholds FILE` measures it again. A data folder may have
    its
                      own, measured on its own documents.

Of each type the extractor's findings on annotated documents are sorted by confidence. The threshold is the lowest
confidence from which on precision is surely high enough: the lower end of Wilson's one-sided 90 % interval (E. B.
Wilson, J. Am. Stat. Assoc. 22, 1927) is at least what is wanted. So seven findings that are all right suffice for 0.8
and six do not; a type with too few cases has no threshold, and all of its facts wait for a person.

A threshold goes down to a lower confidence only where at least five more findings are there to show for it (three for
the document's own), right as often as wanted.

What belongs to the document itself (its targets and measures, whom it is from and to, what it cites) is wanted less
exactly: it shows beside its quoted words on the document's page, and no list of enterprises or parks is the worse for
it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from ontology.errors import Refusal
from records.digest import digest_texts

SHIPPED = Path(__file__).with_name("thresholds.yaml")
#: Lower end of the interval that is wanted: of names and relations, and of what belongs to the document itself.
WANTED, WANTED_OWN = 0.8, 0.6
OWN = frozenset({"Document", "Target", "Measure", "HAS_TARGET", "HAS_MEASURE", "ISSUED_BY", "ADDRESSED_TO", "CITES"})
#: Findings of a confidence, or of several together, without which it is not believed.
LEAST, LEAST_OWN = 5, 3
#: Of the normal distribution: one-sided 90 %.
_Z = 1.2816


@dataclass(frozen=True)
class Threshold:
    """What was measured of a type. cases: findings of this confidence or more; right: of these. None: nothing goes
    in.
    """

    cases: int
    right: int
    threshold: float | None

    @property
    def precision(self) -> float | None:
        return self.right / self.cases if self.cases else None


class Thresholds:
    """Thresholds by type. The same file gives the same ``digest``."""

    def __init__(self, types: Mapping[str, Threshold], measured: Mapping[str, Any] | None = None) -> None:
        self.types = dict(sorted(types.items()))
        self.measured = dict(measured or {})
        told = (f"{name} {one.threshold}" for name, one in self.types.items())
        self.digest = digest_texts(*told)

    @classmethod
    def read(cls, path: Path = SHIPPED) -> "Thresholds":
        """Raises Refusal where the file is not what ``write`` makes."""
        try:
            told = yaml.safe_load(path.read_text(encoding="utf-8"))
            types = {
                name: Threshold(int(one["cases"]), int(one["right"]), one["threshold"])
                for name, one in told["types"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
            raise Refusal(f"{path}: no thresholds can be read from it ({error}); `jiju score` makes one") from error
        return cls(types, told.get("measured"))

    def write(self, path: Path) -> None:
        """As YAML, with what was measured."""
        types = {
            name: {
                "cases": one.cases,
                "right": one.right,
                "precision": None if one.precision is None else round(one.precision, 3),
                "surely": round(surely(one.right, one.cases), 3),
                "threshold": one.threshold,
            }
            for name, one in self.types.items()
        }
        head = "# Made by `jiju score GOLD --thresholds FILE` (records/facts/thresholds.py). Do not edit: measure.\n"
        body = {"measured": self.measured, "types": types}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def of(self, type_: str) -> float | None:
        """From which confidence on; None: never."""
        found = self.types.get(type_)
        return found.threshold if found else None

    def passes(self, type_: str, confidence: float) -> bool:
        least = self.of(type_)
        return least is not None and confidence >= least - 1e-9


def surely(right: int, cases: int) -> float:
    """The lower end of Wilson's one-sided 90 % interval of a share; 0 without cases."""
    if not cases:
        return 0.0
    share, square = right / cases, _Z * _Z
    middle = share + square / (2 * cases)
    spread = _Z * sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
    return (middle - spread) / (1 + square / cases)


def threshold(type_: str, findings: Iterable[tuple[float, bool]]) -> Threshold:
    """The threshold of a type. findings: confidence, and whether it was right."""
    ordered = sorted(findings, reverse=True)
    wanted, least = (WANTED_OWN, LEAST_OWN) if type_ in OWN else (WANTED, LEAST)
    best = Threshold(len(ordered), sum(right for _, right in ordered), None)
    right = new = new_right = 0
    for count, (confidence, is_right) in enumerate(ordered, 1):
        right, new, new_right = right + is_right, new + 1, new_right + is_right
        last = count == len(ordered) or ordered[count][0] < confidence
        if last and new >= least and new_right >= wanted * new and surely(right, count) >= wanted:
            best = Threshold(count, right, confidence)
            new = new_right = 0
    return best
