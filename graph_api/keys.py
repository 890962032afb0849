"""API keys: who may ask as what.

    <data>/keys.json      name, role and hash of every key, readable by its owner only

A key is 32 random bytes, shown once. Its hash is BLAKE2b without salt or stretching: nobody guesses 256 random bits,
which is what slow hashes are against, and so looking a key up costs microseconds.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph_api.auth import ROLES, Actor, Role
from ontology.errors import Refusal
from records.files import write_json
from records.lock import exclusive

PREFIX = "jiju_"
_MOST_NAME = 64


class KeyRefused(Refusal):
    """A key that cannot be added or revoked: the text says why."""


@dataclass(frozen=True)
class Key:
    """A key without its secret. revoked: since when it does not count (ISO 8601, UTC)."""

    name: str
    role: Role
    hash: str
    created: str
    revoked: str | None = None


class Keys:
    """The keys of a data folder. A server sees at once what another process adds or revokes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] | None = None
        self._known: Mapping[str, Key] = {}

    def add(self, name: str, role: str) -> str:
        """Make a key; returns its secret, which is kept nowhere. Raises KeyRefused."""
        if role not in ROLES:
            raise KeyRefused(f"there is no role {role!r}; say one of {', '.join(ROLES)}")
        if not name.strip() or len(name) > _MOST_NAME or not name.isprintable():
            raise KeyRefused(f"the name of a key is a text of 1 to {_MOST_NAME} printable characters")
        secret = PREFIX + secrets.token_urlsafe(32)
        with exclusive(self._path.with_suffix(".lock"), "adding a key"):
            keys = self.known()
            if any(key.name == name and key.revoked is None for key in keys):
                raise KeyRefused(f"there is a key {name!r} already; revoke it first, or choose another name")
            self._write([*keys, Key(name, role, _hash(secret), _now())])
        return secret

    def revoke(self, name: str) -> Key:
        """From now on the key counts no longer; revoking it twice changes nothing. Raises KeyRefused."""
        with exclusive(self._path.with_suffix(".lock"), "revoking a key"):
            keys = self.known()
            mine = [key for key in keys if key.name == name]
            if not mine:
                raise KeyRefused(f"there is no key {name!r}; `jiju keys list` shows them")
            if mine[-1].revoked is not None:
                return mine[-1]
            gone = Key(**{**asdict(mine[-1]), "revoked": _now()})
            self._write([gone if key is mine[-1] else key for key in keys])
        return gone

    def known(self) -> list[Key]:
        """All keys, oldest first, revoked ones included."""
        try:
            return [Key(**entry) for entry in json.loads(self._path.read_text(encoding="utf-8"))["keys"]]
        except FileNotFoundError:
            return []

    def actor(self, secret: str) -> Actor | None:
        """Who holds this key; None where it is no key or was revoked."""
        found = self._by_hash().get(_hash(secret))
        return Actor(found.name, found.role) if found else None

    def _by_hash(self) -> Mapping[str, Key]:
        try:
            told = self._path.stat()
        except FileNotFoundError:
            return {}
        seen = (told.st_mtime_ns, told.st_size, told.st_ino)
        if seen != self._seen:
            self._known = {key.hash: key for key in self.known() if key.revoked is None}
            self._seen = seen
        return self._known

    def _write(self, keys: list[Key]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self._path, {"keys": [asdict(key) for key in keys]})
        self._path.chmod(0o600)


def _hash(secret: str) -> str:
    return hashlib.blake2b(secret.encode("utf-8", "replace"), digest_size=32, person=b"jiju key").hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
