"""Roles: who may do what, and who sees personal properties.

A request says who it is by ``Authorization: Bearer <key>`` (graph_api.keys); one without has the role of the
setting JIJU_ROLE. Tokens of an identity provider come with issue 6: they too become an Actor.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from graph_api.errors import Forbidden

Role = Literal["viewer", "analyst", "reviewer", "admin"]

#: From the least to the most.
ROLES: tuple[Role, ...] = get_args(Role)

ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Actor:
    """Who asks: the name of the key, or ``anonymous``."""

    name: str
    role: Role


def at_least(role: Role, needed: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(needed)


def sees_personal(role: Role) -> bool:
    """Whether what the ontology marks personal is shown: in fields, filters, orders, search and evidence."""
    return at_least(role, "reviewer")


def require(role: Role, needed: Role, what: str) -> None:
    """Raise Forbidden below a role. what: as the sentence begins (``importFile``)."""
    if not at_least(role, needed):
        raise Forbidden(
            f"{what}: needs the role {needed}, and this request has {role}; send a key as Authorization: Bearer …",
            needed=needed,
            role=role,
        )
