"""The command line: one verb a step of the flow. Every verb parses, calls one job and prints.

Modules of the rooms are imported only inside a verb, so that ``jiju --help`` loads neither spaCy nor a driver.
Exit status: 0 done, 1 refused, 2 usage.
"""

import os
import sys

import typer

from jiju.cli import (
    analyse,
    export,
    inspect,
    keeping,
    keys,
    load,
    migrate,
    ontology,
    places,
    provenance,
    query,
    read,
    review,
    review_facts,
    serve,
    store,
)

app = typer.Typer(
    name="jiju",
    help="Jiju 集聚: spreadsheets and documents of a region's economy become a knowledge graph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (inspect, load, read, store, keeping, migrate, provenance, query, analyse, export, serve):
    group.register(app)
review.group.add_typer(review_facts.group, name="facts")
app.add_typer(review.group, name="review")
app.add_typer(store.group, name="store")
app.add_typer(keys.group, name="keys")
app.add_typer(places.group, name="places")
app.add_typer(ontology.group, name="ontology")


def main() -> None:
    """Entry point: what a room refuses is printed as a sentence, never as a traceback."""
    from pydantic import ValidationError

    from ontology.errors import Refusal

    try:
        app()
    except Refusal as refusal:
        print(f"jiju: {refusal}", file=sys.stderr)
        sys.exit(1)
    except ValidationError as error:  # a setting
        for problem in error.errors():
            name = "JIJU_" + "_".join(str(part) for part in problem["loc"]).upper()
            print(f"jiju: setting {name}: {problem['msg']} (is {problem['input']!r})", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("jiju: interrupted; nothing half-done was kept", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `jiju export … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
