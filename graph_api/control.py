"""Ultimate owners, controllers and groups over GraphQL: thin over analysis.control and analysis.groups."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from datetime import date
from functools import partial
from typing import Any

import strawberry

from analysis.control import Control, Controllers, UltimateOwner, UltimateOwners, controlled_by, ultimate_owners
from analysis.groups import Group, Groups, control_groups
from graph_api.connections import check_first
from graph_api.enums import code_of, make
from graph_api.errors import BadArgument
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import AS_OF, computed, result_fields
from graph_api.ledger import FIRST, REGION, entities, entities_field, entity_field
from graph_api.rows import EntityRow
from graph_api.types import Types

_MOST, _MOST_ALLOWED = 200, 500
_GROUPS = 1000
_RULE = make(
    "ControlRule",
    "何为控制 · what counts as control",
    {
        "VOTES": (
            "VOTES",
            "合计表决权超过阈值 · with all it controls it holds more than the threshold",
        ),
        "CHAIN": ("CHAIN", "控制链：每一层都超过阈值 · every step of a chain is above the threshold"),
    },
)
_THRESHOLD = argument(float, "阈值，超过即控制，0 至 1 · a share above it is control, 0 to 1")
_LOOKED = argument(int, "至多看多少个股东，近者在前，上限 500 · owners looked through, nearest first, up to 500")
_TRUNCATED = attribute_field("truncated", bool, "是否有未看到的 · whether there were more than were looked through")


def control_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    """Query.ultimateOwners, Query.controlledBy and Query.controlGroups."""

    async def ultimate(
        root: Any,
        info: Info,
        id_: strawberry.ID,
        threshold: float = 0.25,
        min_share: float = 0.0,
        most: int = _MOST,
        as_of: date | None = None,
    ) -> UltimateOwners:
        asked = {"threshold": threshold, "min_share": min_share, "most": _checked(most), "as_of": as_of}
        entity_id = info.context.snapshot.redirect(str(id_))
        found: UltimateOwners = await computed(info, partial(ultimate_owners, entity_id=entity_id), **asked)
        return found

    async def controllers(
        root: Any,
        info: Info,
        id_: strawberry.ID,
        rule: Any = _RULE.members["VOTES"],
        threshold: float = 0.5,
        most: int = _MOST,
        as_of: date | None = None,
    ) -> Controllers:
        asked = {"rule": code_of(rule), "threshold": threshold, "most": _checked(most), "as_of": as_of}
        entity_id = info.context.snapshot.redirect(str(id_))
        found: Controllers = await computed(info, partial(controlled_by, entity_id=entity_id), **asked)
        return found

    async def groups(
        root: Any,
        info: Info,
        region: str | None = None,
        threshold: float = 0.5,
        min_size: int = 2,
        as_of: date | None = None,
    ) -> Groups:
        asked = {"region": region, "threshold": threshold, "min_size": min_size, "as_of": as_of}
        found: Groups = await computed(info, control_groups, **asked, most=_GROUPS)
        return found

    id_ = argument(strawberry.ID, "实体的标识 · id of the entity", "id")
    return [
        resolved_field(
            "ultimateOwners",
            ultimate,
            _ultimate(types, shared),
            "最终持有人：有效持股、控制与受益所有人 · who stands behind an entity in the end",
            id_=id_,
            threshold=argument(float, "有效持股达此即受益所有人，缺省 25% · from this share on a beneficial owner"),
            min_share=argument(float, "只要持股不低于此（0 至 1）者 · only shares that may reach this, 0 to 1"),
            most=_LOOKED,
            as_of=AS_OF,
        ),
        resolved_field(
            "controlledBy",
            controllers,
            _controllers(types, shared),
            "受谁控制：控制链或合计表决权 · who controls an entity, by chains or by votes",
            id_=id_,
            rule=argument(_RULE.type, "何为控制 · what counts as control"),
            threshold=_THRESHOLD,
            most=_LOOKED,
            as_of=AS_OF,
        ),
        resolved_field(
            "controlGroups",
            groups,
            _groups(types, shared),
            "企业集团：同一控制人之下的企业 · enterprises under one controller",
            region=REGION,
            threshold=argument(float, "阈值，0.5 至 1 · a share above it is control, 0.5 to 1"),
            min_size=argument(int, "至少控制几家 · companies controlled, at least"),
            as_of=AS_OF,
        ),
    ]


def _checked(most: int) -> int:
    if not 1 <= most <= _MOST_ALLOWED:
        raise BadArgument("most", f"{most} is not between 1 and {_MOST_ALLOWED}")
    return most


def _rings(types: Types) -> Any:
    async def rings(root: Any, info: Info, first: int = 20) -> list[list[EntityRow]]:
        return [await entities(types, info, ring) for ring in root.rings[: check_first("first", first)]]

    text = "循环持股：互相持有者 · rings of those who own a part of themselves through each other"
    return resolved_field("rings", rings, list_of(list_of(types.named["Entity"])), text, first=FIRST)


def _evidence() -> Any:
    text = "途经的关系，证据由此查 · the relations on the way, for their evidence"
    return read_field("evidenceIds", list_of(strawberry.ID), text, lambda root, _info: list(root.relations))


def _ultimate(types: Types, shared: dict[str, Any]) -> Any:
    owner = make_type(
        "UltimateOwner",
        [
            entity_field(types, "entity", "谁 · who", lambda o: o.id),
            attribute_field("lower", float, "有效持股的下限，0 至 1 · the least effective share, 0 to 1"),
            attribute_field("upper", float, "上限 · the greatest"),
            attribute_field("weakest", float, "最优控制链上最弱一环 · the weakest link of the best chain"),
            attribute_field("controls", bool, "是否控制：合计表决权过半 · whether it has more than half of the votes"),
            attribute_field(
                "beneficial", bool, "受益所有人：有效持股达到阈值，或控制 · it reaches the threshold, or controls"
            ),
            attribute_field("steps", int, "至少隔几层 · holdings to it, at least"),
        ],
        "最终持有人 · one of whom no holder is known",
    )

    def owners(root: UltimateOwners, info: Info, first: int = 20) -> list[UltimateOwner]:
        return list(root.owners[: check_first("first", first)])

    return make_type(
        "UltimateOwners",
        [
            *result_fields(shared),
            resolved_field("owners", owners, list_of(owner), "持股大者在前 · the greatest share first", first=FIRST),
            _rings(types),
            attribute_field("unexplained", float, "未能归到任何人的份额 · what no owner is known of"),
            _evidence(),
            _TRUNCATED,
        ],
        "一家的最终持有人 · who stands behind an entity",
    )


def _controllers(types: Types, shared: dict[str, Any]) -> Any:
    control = make_type(
        "Controller",
        [
            entity_field(types, "entity", "谁 · who", lambda c: c.id),
            attribute_field("sure", bool, "按已知比例即控制；否则仅为可能 · by what is known; else only possibly"),
            attribute_field("direct", float, "自身直接表决权，0 至 1 · its own votes"),
            attribute_field("votes", float, "连同所控制者的表决权 · with those of all it controls"),
            attribute_field("weakest", float, "最优控制链上最弱一环 · the weakest link of the best chain"),
            attribute_field("ultimate", bool, "实际控制人：无人控制它 · nobody is known to control it"),
        ],
        "控制人 · one that has the say",
    )

    def listed(root: Controllers, info: Info, first: int = 20, sure: bool | None = None) -> list[Control]:
        return [c for c in root.controllers if sure is None or c.sure is sure][: check_first("first", first)]

    return make_type(
        "Controllers",
        [
            *result_fields(shared),
            resolved_field(
                "controllers",
                listed,
                list_of(control),
                "实际控制人在前 · ultimate controllers first",
                first=FIRST,
                sure=argument(bool | None, "只要确定的（或可能的） · only sure ones, or only possible ones"),
            ),
            _rings(types),
            _evidence(),
            _TRUNCATED,
        ],
        "一家受谁控制 · who controls an entity",
    )


def _groups(types: Types, shared: dict[str, Any]) -> Any:
    group = make_type(
        "ControlGroup",
        [
            entity_field(types, "head", "实际控制人 · the controller", lambda g: g.head),
            entities_field(types, "members", "所控制的企业 · those it controls", lambda g: g.members),
            read_field("size", int, "控制几家 · how many it controls", lambda g, _: len(g.members)),
            attribute_field("ring", bool, "循环持股，自我控制 · it controls itself in a ring"),
        ],
        "同一控制人之下的企业 · those under one controller",
    )

    def listed(root: Groups, info: Info, first: int = 20) -> list[Group]:
        return list(root.groups[: check_first("first", first)])

    return make_type(
        "ControlGroups",
        [
            *result_fields(shared),
            attribute_field("total", int, "共几个 · how many groups"),
            resolved_field("groups", listed, list_of(group), "大者在前 · the largest first", first=FIRST),
        ],
        "企业集团 · groups of enterprises",
    )
