"""In which encoding a text is: by its mark, as UTF-16, as UTF-8, as GB18030 or Big5, or what charset-normalizer tells.

UTF-8 proves itself: four characters beyond ASCII do not come out valid by chance. GB18030 and Big5 use the same bytes;
they are told apart by how common the characters are that come out: both standards list the common ones first
(GB 2312 level 1: lead bytes B0–D7; Big5 level 1: lead bytes A4–C6).
"""

import codecs
import re

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
#: So many characters beyond ASCII in a row do not come out as valid UTF-8 by chance.
_NO_CHANCE = 4
#: Big5 has to be this much more likely than GB18030, which is far more often met.
_MARGIN = 0.1
_MARKS_USED = "，。、；：（）“”《》\u3000－％．／—￥＃０１２３４５６７８９"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def marked(raw: bytes) -> str | None:
    """The encoding that the byte order mark tells."""
    return next((name for mark, name in _MARKS if raw.startswith(mark)), None)


def detect(raw: bytes, *, whole: bool) -> str | None:
    """The encoding of a text of which ``raw`` is the beginning (or all of it: ``whole``); None if it is no text.

    A text that is UTF-8 up to a broken place is utf-8: reading it tells the place.
    """
    if (name := marked(raw)) is not None:
        return name
    if b"\0" in raw:
        return _utf16(raw)
    end, error = _decodes(raw, "utf-8", whole)
    if error is None or beyond_ascii(raw[:end]) >= _NO_CHANCE:
        return "utf-8" if _is_text(raw[:end].decode("utf-8", errors="ignore")) else None
    scores = {name: _likely(raw, name, lead, whole) for name, lead in (("gb18030", "gb2312"), ("big5", "big5"))}
    best = "big5" if scores["big5"] > scores["gb18030"] + _MARGIN else "gb18030"
    return best if scores[best] > 0 else _other(raw)


def beyond_ascii(raw: bytes) -> int:
    """How many characters beyond ASCII the last bytes of UTF-8 text hold."""
    return sum(ord(c) > 127 for c in raw[-10_000:].decode("utf-8", errors="ignore"))


def _decodes(raw: bytes, encoding: str, whole: bool) -> tuple[int, UnicodeDecodeError | None]:
    """How far bytes are valid; a character that the sample cuts is no error."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(raw, final=whole)
    except UnicodeDecodeError as error:
        return error.start, error
    return len(raw), None


def _utf16(raw: bytes) -> str | None:
    """UTF-16 without mark: in the right order of bytes nearly all is ASCII or Chinese."""
    whole = raw[: min(len(raw), 20_000) // 2 * 2]
    usual = {name: _usual(whole.decode(name, errors="replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(usual, key=lambda name: usual[name])
    return best if usual[best] > 0.9 else None


def _usual(text: str) -> float:
    """The share of characters that tables of offices hold."""
    return sum("\x20" <= c <= "\x7e" or c in "\t\r\n" or c in _MARKS_USED or "一" <= c <= "龥" for c in text) / len(
        text
    )


def _likely(raw: bytes, encoding: str, standard: str, whole: bool) -> float:
    """The share of common characters among those beyond ASCII if the text is in ``encoding``; 0 if it cannot be."""
    end, error = _decodes(raw, encoding, whole)
    if error is not None and end < len(raw) - 4:
        return 0.0
    text = raw[:end].decode(encoding, errors="ignore")  # the sample may cut a character
    if not _is_text(text):
        return 0.0
    beyond = [c for c in text[:20_000] if ord(c) > 127]
    first, last = (0xB0, 0xD7) if standard == "gb2312" else (0xA4, 0xC6)
    common = sum(1 for c in beyond if first <= _lead(c, standard) <= last or c in _MARKS_USED)
    return max(common / len(beyond), 0.001) if beyond else 0.001


def _lead(character: str, standard: str) -> int:
    try:
        return character.encode(standard)[0]
    except UnicodeEncodeError:
        return 0


def _other(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None or not _is_text(raw[:200_000].decode(best.encoding, errors="ignore")):
        return None
    return best.encoding


def _is_text(text: str) -> bool:
    """Stray control characters stand in real exports; where they are many it is no text."""
    return len(_CONTROLS.findall(text)) * 100 <= len(text)
