"""Ownership through any depth over GraphQL: thin over analysis.ownership."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from datetime import date
from functools import partial
from typing import Any

import strawberry

from analysis.ownership import Ownership, Stake, ownership
from graph_api.connections import check_first
from graph_api.enums import code_of, make
from graph_api.errors import BadArgument
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import AS_OF, computed, result_fields
from graph_api.ledger import FIRST, entity_field
from graph_api.types import Types

#: Entities looked through: by default, and at most. Where shares are unknown in loops each more of them costs.
_MOST, _MOST_ALLOWED = 50, 300
_DIRECTION = make(
    "OwnershipDirection",
    "往上还是往下 · which way",
    {
        "owners": ("OWNERS", "股东，直至最终持有人 · owners, up to the ultimate ones"),
        "holdings": ("HOLDINGS", "持有的企业，直至最末一层 · what it owns, down to the last"),
    },
)


def ownership_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    returns = _ownership(types, shared)

    async def resolve(
        root: Any,
        info: Info,
        id_: strawberry.ID,
        direction: Any = _DIRECTION.members["owners"],
        min_share: float = 0.0,
        most: int = _MOST,
        as_of: date | None = None,
    ) -> Ownership:
        if not 1 <= most <= _MOST_ALLOWED:
            raise BadArgument("most", f"{most} is not between 1 and {_MOST_ALLOWED}")
        asked = {"direction": code_of(direction), "min_share": min_share, "most": most, "as_of": as_of}
        entity_id = info.context.snapshot.redirect(str(id_))
        found: Ownership = await computed(info, partial(ownership, entity_id=entity_id), **asked)
        return found

    return [
        resolved_field(
            "ownership",
            resolve,
            returns,
            "股权穿透：任意层数的有效持股，交叉持股精确计算 · effective shares through any depth, exact through loops",
            id_=argument(strawberry.ID, "实体的标识 · id of the entity", "id"),
            direction=argument(_DIRECTION.type, "往上还是往下 · which way"),
            min_share=argument(float, "只要持股不低于此（0 至 1）者 · only shares that may reach this, 0 to 1"),
            most=argument(
                int, "至多看多少个实体，近者在前，上限 300 · entities looked through, nearest first, up to 300"
            ),
            as_of=AS_OF,
        )
    ]


def _ownership(types: Types, shared: dict[str, Any]) -> Any:
    stake = make_type(
        "Stake",
        [
            entity_field(types, "entity", "谁 · who", lambda s: s.id),
            attribute_field("lower", float, "有效持股的下限，0 至 1 · the least effective share, 0 to 1"),
            attribute_field(
                "upper", float, "上限，比例都已知时等于下限 · the greatest; equal where all shares are known"
            ),
            attribute_field("ultimate", bool, "最终持有人：图中无人持有它 · nobody is known to hold it"),
            attribute_field("circular", bool, "循环持股：经由他人持有自己 · it holds a part of itself through others"),
        ],
        "一份有效持股 · an effective share",
    )

    def stakes(root: Ownership, info: Info, first: int = 20, ultimate: bool | None = None) -> list[Stake]:
        wanted = [s for s in root.stakes if ultimate is None or s.ultimate is ultimate]
        return wanted[: check_first("first", first)]

    return make_type(
        "Ownership",
        [
            *result_fields(shared),
            resolved_field(
                "stakes",
                stakes,
                list_of(stake),
                "有效持股，大者在前 · effective shares, the greatest first",
                first=FIRST,
                ultimate=argument(bool | None, "只要（或不要）最终持有人 · only ultimate owners, or only others"),
            ),
            read_field(
                "evidenceIds",
                list_of(strawberry.ID),
                "途经的关系，证据由此查 · the relations on the way, for their evidence",
                lambda root, _info: list(root.relations),
            ),
            attribute_field("truncated", bool, "是否有未看到的 · whether there were more than were looked through"),
        ],
        "股权穿透的结果 · who owns whom",
    )
