"""Names and codes as comparable text."""

import re
import unicodedata

_BRACKETS = str.maketrans("[{【〔〈﹝]}】〕〉﹞", "(((((())))))")
_DROPPED = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\"'“”‘’「」『』《》]+")
#: Blanks, soft hyphens, marks of direction and joining, byte order marks.
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_DOTS = re.compile(r"[·•‧∙・]")


def normalise_name(text: str) -> str:
    """A name without what does not tell names apart: width, kind of bracket, blanks, quotes, case."""
    folded = _fold_name(text)
    while (again := _fold_name(folded)) != folded:  # what was dropped may have kept accents apart
        folded = again
    return folded


def _fold_name(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _DOTS.sub("·", _DROPPED.sub("", folded)).casefold()


def fold(text: str) -> str:
    """Full-width characters made half-width, blanks at the ends dropped."""
    return unicodedata.normalize("NFKC", text).strip()


def compact(text: str) -> str:
    """``fold`` with every blank and invisible character dropped."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def as_text(raw: object) -> str:
    """A cell as text; a whole number that Excel kept as 600519.0 loses its fraction."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)
