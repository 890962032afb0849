"""The faults. Each takes a world and a seed, breaks something once, and says what; None where it came too late."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bench.faults.clock import Clock
from bench.faults.disk import full
from bench.faults.proxy import Proxy, Weather
from bench.faults.world import Child, Lost, World

PATIENCE = 180.0


class Restarting(Protocol):
    """A Neo4j that can be stopped and killed."""

    pid: int

    def restart(self) -> None: ...


@dataclass
class Injector:
    """What faults are made with; what is None cannot be made to fail here."""

    clock: Clock | None = None
    proxy: Proxy | None = None
    server: Restarting | None = None
    usual: dict[str, float] = field(default_factory=dict)

    # kill -9

    def kill(self, action: str) -> Callable[[World, int], str | None]:
        def killed(world: World, seed: int) -> str | None:
            rng = random.Random(seed)
            child = world.start(action, seed, **_asked(world, action, seed))
            usual = self.usual.get(action, 0.6)
            started = time.monotonic()
            child.process.join(rng.uniform(0.0, 1.05) * usual)
            late = child.process.exitcode is not None
            if late:  # it was quicker than usual: aim nearer next time
                self.usual[action] = 0.5 * (usual + time.monotonic() - started)
            else:
                self.usual[action] = 1.02 * usual if rng.random() < 0.5 else usual
                child.process.kill()
                child.process.join()
            world.note([child])
            if action == "migrate":
                world.check()
                world.migrated()
            if late and child.outcome() != "ended":
                raise Lost(f"{action} ended by itself: {child.heard}")
            return None if late else f"kill -9 in {action}"

        return killed

    # a full disk

    def full_disk(self, world: World, seed: int) -> str | None:
        rng = random.Random(seed)
        action = rng.choice(["load", "read", "review", "snapshot", "build", "bulk", "backup"])
        with full(world.folder, rng.choice([0, 4, 16, 64, 256]) * 1024):
            child = world.start(action, seed, **_asked(world, action, seed))
            _join(child)
        world.note([child])
        return None if child.outcome() == "ended" else f"no space left in {action}"

    # several writers

    def two_writers(self, world: World, seed: int) -> str | None:
        rng = random.Random(seed)
        actions = rng.choices(["load", "build", "review", "read", "snapshot"], k=2)
        children = [world.start(action, seed + n) for n, action in enumerate(actions)]
        if rng.random() < 0.5:
            time.sleep(rng.uniform(0, 0.5))
            children[0].process.kill()
        for child in children:
            _join(child)
        world.note(children)
        for child in children:
            if child.process.exitcode == 0 and child.outcome() != "ended":
                raise Lost(f"two writers ({', '.join(actions)}): {child.heard[-1:]}")
        return f"two writers: {actions[0]}, {actions[1]}"

    # a clock that jumps

    def clock_jumps(self, world: World, seed: int) -> str | None:
        assert self.clock
        rng = random.Random(seed)
        actions = rng.choices(["load", "build", "review", "snapshot", "read"], k=2)
        children = [world.start(action, seed + n) for n, action in enumerate(actions)]
        try:
            while any(child.process.exitcode is None for child in children):
                self.clock.set(rng.choice([-86_400 * 400, -7200, -5, 0, 5, 7200, 86_400 * 400]))
                time.sleep(rng.uniform(0.005, 0.05))
            for child in children:
                _join(child)
        finally:
            self.clock.set(0)
        world.note(children)
        for child in children:
            if child.outcome() != "ended":
                raise Lost(f"clock jumps in {', '.join(actions)}: {child.heard[-1:]}")
        return f"clock jumps in {', '.join(actions)}"

    # a network and a server that fail

    def network(self, world: World, seed: int) -> str | None:
        """Neo4j slow, cut off or away while a build or a whole load is written to it, and asked again and again."""
        assert self.proxy
        rng = random.Random(seed)
        action = rng.choice(["build", "bulk"])
        child = world.start(action, seed)
        time.sleep(rng.uniform(0.0, 0.8) * self.usual.get("neo4j", 2.0))
        how = rng.choice(["cut", "cut", "delay", "throttle", "away"])
        if child.process.exitcode is not None:
            world.note([child])
            return None
        try:
            if how == "delay":
                self.proxy.weather = Weather(delay=rng.uniform(0.01, 0.1))
            elif how == "throttle":
                self.proxy.weather = Weather(rate=rng.uniform(20_000, 200_000))
            else:
                self.proxy.weather = Weather(refuse=how == "away")
                self.proxy.cut()
            child.process.join(rng.uniform(0.2, 2.0))
        finally:
            self.proxy.weather = Weather()
        _join(child)
        world.note([child])
        return f"network {how} in {action}"

    def restarted(self, world: World, seed: int) -> str | None:
        """Neo4j killed with kill -9 or halted for a moment while it is written to."""
        assert self.server
        rng = random.Random(seed)
        action = rng.choice(["build", "bulk"])
        child = world.start(action, seed)
        time.sleep(rng.uniform(0.0, 0.8) * self.usual.get("neo4j", 2.0))
        if child.process.exitcode is not None:
            world.note([child])
            return None
        halted = rng.random() < 0.7
        if halted:
            os.kill(self.server.pid, signal.SIGSTOP)
            time.sleep(rng.uniform(0.2, 2.0))
            os.kill(self.server.pid, signal.SIGCONT)
        else:
            self.server.restart()
        _join(child)
        world.note([child])
        return f"Neo4j {'halted' if halted else 'killed and started again'} in {action}"


def _asked(world: World, action: str, seed: int) -> dict[str, object]:
    if action == "backup":
        return {"target": world.folder / f"tried-{seed}.tar"}
    if action == "restore":
        return {"backup": world.backups[0], "into": world.folder / "restored"}
    if action == "migrate":
        return {"ontology": world.other_ontology(), "renames": world.renames()}
    return {}


def _join(child: Child) -> None:
    child.process.join(PATIENCE)
    if child.process.exitcode is None:
        child.process.kill()
        raise Lost(f"hangs for {PATIENCE:.0f} s; heard {child.listen()[-3:]}")
