"""Words as data: the files of lexicons/, read once, and ways to find many words in a text at once.

An installed package adds words of its own by an entry point of the group ``jiju_lexicons`` that names a folder
(a ``pathlib.Path``) with files of the same names and keys.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "lexicons"


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """One YAML file of lexicons/."""
    content: Mapping[str, Any] = {}
    for folder in folders():
        path = folder / f"{name}.yaml"
        if path.exists():
            content = _together(content, yaml.safe_load(path.read_text(encoding="utf-8")))
    return content


@cache
def folders() -> tuple[Path, ...]:
    """Where lexicons lie: ours, then those of installed packages."""
    return (FOLDER, *(point.load() for point in entry_points(group="jiju_lexicons")))


def _together(known: Any, more: Any) -> Any:
    """Words after words, rules after rules, keys beside keys."""
    if not known:
        return more
    if isinstance(known, dict):
        return {**known, **{key: _together(known.get(key), value) for key, value in more.items()}}
    return f"{known} {more}" if isinstance(known, str) else [*known, *more]


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The blank-separated words of one key."""
    return tuple(dict.fromkeys(str(lexicon(name)[key]).split()))


@cache
def generic_words() -> frozenset[str]:
    """Words that set no particular thing apart."""
    files = [folder / "generic.txt" for folder in folders()]
    return frozenset(word for file in files if file.exists() for word in file.read_text(encoding="utf-8").split())


#: A word that stands so often in jieba's counts sets nothing apart.
_COMMON = 300
_PROPER = ("nr", "ns", "nt", "nz")


@cache
def common_words() -> frozenset[str]:
    """Words of everyday language, by the dictionary that jieba brings (MIT); it is read, jieba is not imported."""
    return frozenset(w for w, count, kind in _dictionary() if count >= _COMMON and not kind.startswith(_PROPER))


def _dictionary() -> Iterator[tuple[str, int, str]]:
    spec = find_spec("jieba")
    assert spec is not None and spec.origin is not None
    with (Path(spec.origin).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, kind = line.split()
            yield word, int(count), kind


@cache
def short_words() -> frozenset[str]:
    """Every word of two characters in jieba's dictionary that is no name, rare ones too."""
    return frozenset(word for word, _, kind in _dictionary() if len(word) == 2 and not kind.startswith(_PROPER))


def alternation(choices: Iterable[str]) -> str:
    """A regular expression that takes the longest of the words. Words of a common beginning share it, so
    that thousands of them cost little more than one."""
    root: dict[str, Any] = {}
    for word in choices:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(root)


def _branches(node: Mapping[str, Any]) -> str:
    optional = "" in node
    parts = [re.escape(c) + _branches(child) for c, child in node.items() if c]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and not optional else f"(?:{'|'.join(parts)})"
    return f"{body}?" if optional else body


def any_of(choices: Iterable[str]) -> re.Pattern[str]:
    return re.compile(alternation(choices) or r"(?!)")
