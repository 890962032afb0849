"""Queries by name: queries/<name>.cypher, in the subset that both engines accept.

The first lines of a file, comments, say what is returned, the parameters and how many rows to expect.
"""

from functools import cache
from pathlib import Path

from cypher.errors import UnknownQuery

FOLDER = Path(__file__).parent / "queries"


@cache
def query(name: str) -> str:
    """The statement of queries/<name>.cypher without its comments."""
    lines = _file(name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("//")).strip()


@cache
def about(name: str) -> str:
    """The header comment of queries/<name>.cypher."""
    lines = _file(name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.lstrip("/ ") for line in lines if line.startswith("//"))


def names() -> list[str]:
    """Names of all queries."""
    return sorted(file.stem for file in FOLDER.glob("*.cypher"))


def _file(name: str) -> Path:
    if name not in names():
        raise UnknownQuery(f"there is no query {name!r}; known: {', '.join(names())}")
    return FOLDER / f"{name}.cypher"
