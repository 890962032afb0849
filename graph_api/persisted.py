"""Automatic persisted documents (APQ): a client names a document by its hash, and sends its text only once.

    1. {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "…"}}, "variables": {…}}
    2. where the server does not know it: PERSISTED_QUERY_NOT_FOUND
    3. the same with "query"; from then on 1. is answered, over GET in a URL that caches can hold

What is kept is lost with the process; a client then does 2. and 3. again, as Apollo's and urql's do by themselves.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from graph_api.errors import ApiError, BadArgument

MOST = 1_000
_HASH = re.compile(r"[0-9a-f]{64}")


class NotKnown(ApiError):  # noqa: N818
    """PERSISTED_QUERY_NOT_FOUND: send the text too."""

    code = "PERSISTED_QUERY_NOT_FOUND"


class Documents:
    """Texts by hash, those that were asked for last."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._texts: OrderedDict[str, str] = OrderedDict()

    def text(self, query: str | None, extensions: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """The document that a request means, and the hash under which it asks to keep it.

        Raises NotKnown for a hash alone that is not known, BadArgument for one that is not that of the text.
        """
        told = extensions.get("persistedQuery")
        if told is None:
            return query, None
        name = told.get("sha256Hash") if isinstance(told, dict) and told.get("version") == 1 else None
        if not isinstance(name, str) or not _HASH.fullmatch(name):
            raise BadArgument("extensions.persistedQuery", "must be {version: 1, sha256Hash: 64 hexadecimal digits}")
        if query is None:
            if name not in self._texts:
                raise NotKnown("PersistedQueryNotFound")  # the very words that clients look for
            self._texts.move_to_end(name)
            return self._texts[name], None
        if hashlib.sha256(query.encode()).hexdigest() != name:
            raise BadArgument("extensions.persistedQuery", "the hash is not that of the text")
        return query, name

    def keep(self, name: str, text: str) -> None:
        """Keep a document that proved valid."""
        self._texts[name] = text
        self._texts.move_to_end(name)
        while len(self._texts) > self._most:
            self._texts.popitem(last=False)
