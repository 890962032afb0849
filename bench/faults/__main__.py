"""Faults on purpose, their number, and what was lost: nothing, or the bench ends with status 1.

python -m bench.faults                       # 500 faults, the embedded engine and Neo4j (needs Java)
python -m bench.faults --faults 50 --only ladybug

Every fault is followed by `verify` and a look for everything acknowledged, with the store as the fault left it
(World.check); every third by an undisturbed build and `verify` again (World.finish); every twelfth by a snapshot from
the records alone, which has to be the same.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing as mp
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.faults.clock import Clock, nothing
from bench.faults.disk import small_disk
from bench.faults.injections import Injector
from bench.faults.neo4j import Neo4jUnderFault
from bench.faults.world import Lost, World

#: Of a hundred faults. What a machine cannot do (mount, compile, Java) is left out and told.
SHARES = {
    "kill load": 11, "kill read": 8, "kill review": 11, "kill snapshot": 11, "kill build": 11, "kill bulk": 9,
    "kill rebuild": 4, "kill backup": 4, "kill restore": 3, "kill migrate": 5, "disk": 6, "writers": 6, "clock": 4,
    "neo4j kill build": 3, "neo4j kill bulk": 3, "neo4j network": 4, "neo4j restart": 2,
}  # fmt: skip
DISK = 48  # megabytes
#: Every so many faults a build is let run to its end, and everything verified once more; and a new world begun.
FINISHED, FRESH = 3, 60
THOROUGH = 12  # every so many faults the snapshot is made from the records alone, and has to be the same
Fault = Callable[[World, int], str | None]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--only", choices=["ladybug", "neo4j"])
    parser.add_argument("--kind", action="append", choices=SHARES, help="only these kinds")
    given = parser.parse_args(arguments)
    kinds = [kind for kind in given.kind or SHARES if given.only in (None, _engine(kind))]
    whole = sum(SHARES[kind] for kind in kinds)
    wanted = {kind: max(round(given.faults * SHARES[kind] / whole), 1) for kind in kinds}
    wanted[kinds[0]] += max(given.faults - sum(wanted.values()), 0)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jiju-faults-") as folder:
        done, lost = inject(Path(folder), wanted, given.seed, print)
    for what, count in sorted(done.items()):
        print(f"{count:5}  {what}")
    seconds = time.monotonic() - started
    print(f"{sum(done.values())} faults in {seconds:.0f} s, {len(lost)} with something lost or half-written")
    for one in lost:
        print(one)
    sys.exit(1 if lost else 0)


def inject(
    folder: Path, wanted: dict[str, int], seed: int, tell: Callable[[str], object] = lambda _line: None
) -> tuple[Counter[str], list[str]]:
    """So many faults of each kind, in a random order. Gives what was done, and what was lost (at most ten)."""
    done: Counter[str] = Counter()
    lost: list[str] = []
    with contextlib.ExitStack() as stack:
        clock = _clock(folder, tell)
        context = stack.enter_context(forked(clock))
        for engine in ("ladybug", "neo4j"):
            kinds = {kind: count for kind, count in wanted.items() if _engine(kind) == engine and kind != "disk"}
            if kinds:
                here = folder / engine
                here.mkdir()
                _series(stack, here, engine, kinds, seed, clock, context, done, lost, tell)
        if wanted.get("disk"):
            mounted = stack.enter_context(small_disk(folder / "disk", DISK))
            if mounted:
                _series(
                    stack, folder / "disk", "ladybug", {"disk": wanted["disk"]}, seed, clock, context, done, lost, tell
                )
            else:
                tell("left out: a full disk (nothing can be mounted here)")
    return done, lost


def _series(
    stack: contextlib.ExitStack,
    folder: Path,
    engine: str,
    wanted: dict[str, int],
    seed: int,
    clock: Clock | None,
    context: mp.context.ForkServerContext,
    done: Counter[str],
    lost: list[str],
    tell: Callable[[str], object],
) -> None:
    injector = Injector(clock)
    store: dict[str, object] = {"store": engine}
    if engine == "neo4j":
        injector.server = server = stack.enter_context(Neo4jUnderFault(folder / "neo4j"))
        injector.proxy = server.proxy
        stack.callback(server.proxy.close)
        store["neo4j_uri"] = f"bolt://127.0.0.1:{server.proxy.port}"
    world = World(folder / "0", store, context)
    world.begin()
    faults = _faults(injector)
    order = [kind for kind, count in wanted.items() if clock or kind != "clock" for _ in range(count)]
    random.Random(seed).shuffle(order)
    for number, kind in enumerate(order):
        if engine == "ladybug" and number and number % FRESH == 0:  # histories grow, and all of them is verified
            world.finish(thorough=True)
            shutil.rmtree(world.folder)
            world = World(folder / str(number), store, context)
            world.begin()
        for attempt in range(20):
            moment = seed + 1000 * number + attempt
            try:
                what = faults[kind](world, moment)
                if what is not None:
                    world.check()
                if what is not None and (engine == "neo4j" or number % FINISHED == 0):
                    world.finish(thorough=number % THOROUGH == 0)
            except Lost as loss:
                lost.append(f"LOST: {kind}, fault {number}, seed {moment}: {loss}")
                tell(lost[-1])
                what = f"{kind} (lost)"
                if len(lost) >= 10:
                    return
            if what:
                done[f"{engine}: {what.split(':')[0]}"] += 1
                break
        for left in world.folder.glob("tried-*.tar"):
            left.unlink()
        if number % 25 == 24:
            tell(f"  {engine}: {number + 1} of {len(order)}")


def _faults(injector: Injector) -> dict[str, Fault]:
    made: dict[str, Fault] = {kind: injector.kill(kind.split()[-1]) for kind in SHARES if "kill" in kind}
    return made | {
        "disk": injector.full_disk, "writers": injector.two_writers, "clock": injector.clock_jumps,
        "neo4j network": injector.network, "neo4j restart": injector.restarted,
    }  # fmt: skip


def _engine(kind: str) -> str:
    return "neo4j" if kind.startswith("neo4j") else "ladybug"


def _clock(folder: Path, tell: Callable[[str], object]) -> Clock | None:
    try:
        return Clock(folder)
    except RuntimeError as problem:
        tell(f"left out: clock jumps ({problem})")
        return None


@contextlib.contextmanager
def forked(clock: Clock | None) -> Iterator[mp.context.ForkServerContext]:
    """Processes forked from one that has imported everything and begun nothing; their clock is the given one."""
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["bench.faults.actions"])
    kept = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("JIJU_")]:
        del os.environ[name]
    os.environ.update(clock.environment if clock else {})
    try:
        first = context.Process(target=nothing)
        first.start()  # starts the server, with this environment
        first.join()
    finally:
        os.environ.clear()
        os.environ.update(kept)
    yield context


if __name__ == "__main__":
    main()
