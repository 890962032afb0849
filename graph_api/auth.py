"""Roles, and who sees personal properties. Keys and tokens that give a role come with issue 6."""

from typing import Literal, get_args

Role = Literal["viewer", "analyst", "reviewer", "admin"]

#: From the least to the most.
ROLES: tuple[Role, ...] = get_args(Role)


def at_least(role: Role, needed: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(needed)


def sees_personal(role: Role) -> bool:
    """Whether what the ontology marks personal is shown: in fields, filters, orders, search and evidence."""
    return at_least(role, "reviewer")
