"""What is going on when a fault comes.

Each action runs in a process of its own, forked from one that has imported everything, and tells what was acknowledged:
a line is sent only after the call of Jiju that it speaks of has returned.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

# Imported here, so that the forked processes need not.
import cypher.ladybug
import cypher.neo4j  # noqa: F401
import jiju.keeping
import jiju.plan
import jiju.publish
import jiju.reading
import jiju.remembered
import loaders.load  # noqa: F401
import nlp.extract  # noqa: F401
from jiju.jobs import Workspace
from jiju.settings import Settings
from nlp.pipeline import make_nlp
from ontology.errors import Refusal

Told = tuple[str, Any]
Tell = Callable[[Told], None]

#: The language pipeline takes seconds to make: the forked processes find it made.
NLP = make_nlp(Workspace(Settings()).ontology)


def run(name: str, settings: dict[str, Any], seed: int, asked: dict[str, Any], pipe: Connection) -> None:
    """The body of a process: says ("begun", None), what was acknowledged, and how it ended."""
    space = Workspace(Settings(**settings))
    pipe.send(("begun", None))
    try:
        ACTIONS[name](space, random.Random(seed), asked, pipe.send)
    except Refusal as refusal:
        pipe.send(("refused", f"{type(refusal).__name__}: {refusal}"))
    except OSError as error:
        pipe.send(("failed", f"{type(error).__name__}: {error}"))
    except Exception as error:  # the bench tells it as a finding
        pipe.send(("broke", f"{type(error).__name__}: {error}"))
    else:
        pipe.send(("ended", None))


def load(space: Workspace, _random: random.Random, asked: dict[str, Any], tell: Tell) -> None:
    for taken in space.load(asked["tables"]):
        if taken.version is None:
            tell(("not taken", taken.as_text()))
        else:
            tell(("said", (taken.source_id, taken.version.id)))


def read(space: Workspace, _random: random.Random, asked: dict[str, Any], tell: Tell) -> None:
    from nlp.cache import DocCache, signature

    cache = DocCache(space.settings.data / "cache" / "documents", signature(NLP, space.ontology.hash))
    for path in asked["documents"]:
        taken = space._read(path, NLP, cache, dry=False)  # noqa: SLF001 - `read` makes the pipeline anew
        if taken.version is None:
            tell(("not taken", taken.as_text()))
        else:
            tell(("told", taken.source_id))


def review(space: Workspace, rng: random.Random, asked: dict[str, Any], tell: Tell) -> None:
    """Pairs, values and facts, one after the other, as three persons at three desks would."""
    ids, facts = asked["ids"], asked["facts"]
    for number in range(12):
        kind = rng.choice(["pair", "value", "fact"] if facts else ["pair", "value"])
        if kind == "pair":
            left, right = rng.sample(ids, 2)
            tell(("judged", space.judge(left, right, "unsure", "bench", f"why {number}").id))
        elif kind == "value":
            edit = space.override(rng.choice(ids), "employees", str(rng.randrange(10_000)), "bench", f"why {number}")
            tell(("edited", edit.id))
        else:
            verdict = rng.choice(["accept", "reject"])
            tell(("decided", space.facts.decide(rng.choice(facts), verdict, "bench", f"why {number}").id))


def snapshot(space: Workspace, _random: random.Random, _asked: dict[str, Any], tell: Tell) -> None:
    from records import building

    tell(("snapshot", building.build(space.archive, space.ontology, space.snapshots).data_version))


def build(space: Workspace, _random: random.Random, _asked: dict[str, Any], tell: Tell) -> None:
    tell(("built", space.build().snapshot.data_version))


def bulk(space: Workspace, _random: random.Random, _asked: dict[str, Any], tell: Tell) -> None:
    """The store emptied and filled as a whole, without the archive being read."""
    with space.open_store() as store:
        store.clear()
    tell(("built", space.fill_store().snapshot.data_version))


def backup(space: Workspace, _random: random.Random, asked: dict[str, Any], tell: Tell) -> None:
    target: Path = asked["target"]
    jiju.keeping.backup(space, target)
    tell(("backed up", str(target)))


def restore(_space: Workspace, _random: random.Random, asked: dict[str, Any], tell: Tell) -> None:
    into: Path = asked["into"]
    shutil.rmtree(into, ignore_errors=True)
    jiju.keeping.restore(asked["backup"], into)
    tell(("restored", str(into)))


def rebuild(space: Workspace, _random: random.Random, _asked: dict[str, Any], tell: Tell) -> None:
    tell(("built", jiju.keeping.rebuild(space).after))


def migrate(space: Workspace, _random: random.Random, asked: dict[str, Any], tell: Tell) -> None:
    """The ontology changed: a property has another name."""
    changed = Workspace(space.settings.model_copy(update={"ontology": asked["ontology"]}))
    for done in changed.migrate(asked["renames"]):
        tell(("said", (done.source_id, done.after)))


ACTIONS: dict[str, Callable[[Workspace, random.Random, dict[str, Any], Tell], None]] = {
    one.__name__: one for one in (load, read, review, snapshot, build, bulk, backup, restore, rebuild, migrate)
}
