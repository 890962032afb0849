"""The SDL in the repository: ``python -m graph_api.schema_file --check`` compares, ``--write`` writes it."""

import difflib
import sys
from pathlib import Path

from graph_api.schema import make_schema
from ontology.model import load

FILE = Path(__file__).with_name("schema.graphql")
HEAD = "# Printed from the ontology by `make docs`; do not edit.\n\n"


def printed() -> str:
    """The SDL of the ontology shipped."""
    return HEAD + make_schema(load()).as_str() + "\n"


def main(arguments: list[str]) -> int:
    if arguments not in (["--check"], ["--write"]):
        print("usage: python -m graph_api.schema_file --check | --write", file=sys.stderr)
        return 2
    wanted = printed()
    if arguments == ["--write"]:
        FILE.write_text(wanted, encoding="utf-8")
        return 0
    held = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if held == wanted:
        return 0
    changes = difflib.unified_diff(held.splitlines(), wanted.splitlines(), "schema.graphql", "ontology", "", "", 1, "")
    print("\n".join([*list(changes)[:60], "graph_api/schema.graphql is stale: run `make docs`"]), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
