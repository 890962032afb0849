"""Interlocks and shared values over GraphQL: thin over analysis.interlocks. Shared values that are personal (phone,
e-mail, name) are shown from the role reviewer on; that they are shared is for everybody."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Sequence
from datetime import date
from typing import Any

import strawberry

from analysis.interlocks import RULES, THROUGH, Interlock, Interlocks, SharedValue, interlocks
from graph_api.connections import check_first
from graph_api.enums import code_of, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import AS_OF, computed, result_fields
from graph_api.ledger import FIRST, REGION, entities_field, entity_field
from graph_api.types import Types

_MOST = 1000
_RULE_TEXT = {
    "SAME_PHONE": "同一电话 · the same phone",
    "SAME_EMAIL": "同一邮箱 · the same e-mail",
    "SAME_ADDRESS": "同一地址 · the same address",
    "SAME_LEGAL_REPRESENTATIVE": "法定代表人同名，不足以认定同一人 · legal representatives of one name",
}
RULE = make("SharedValueRule", "疑似关联的规则 · rule of a suspicious tie", {r: (r, _RULE_TEXT[r]) for r in RULES})
_TIES = {"HOLDS_ROLE": "任职 · by office", "OWNS": "持股 · by holding"}
_TIE = make("InterlockTie", "人物经何连接企业 · what ties a person", {t: (t, _TIES[t]) for t in THROUGH})


def interlock_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    """Query.interlocks."""

    async def resolve(
        root: Any,
        info: Info,
        region: str | None = None,
        ids: Sequence[strawberry.ID] | None = None,
        through: Sequence[Any] | None = None,
        rules: Sequence[Any] | None = None,
        min_enterprises: int = 2,
        largest: int = 20,
        as_of: date | None = None,
    ) -> Interlocks:
        redirect = info.context.snapshot.redirect
        found: Interlocks = await computed(
            info,
            interlocks,
            region=region,
            ids=tuple(redirect(str(i)) for i in ids or ()),
            through=THROUGH if through is None else tuple(code_of(t) for t in through),
            rules=tuple(RULES) if rules is None else tuple(code_of(r) for r in rules),
            min_enterprises=min_enterprises,
            largest=largest,
            most=_MOST,
            as_of=as_of,
        )
        return found

    return [
        resolved_field(
            "interlocks",
            resolve,
            _interlocks(types, shared),
            "连锁任职与疑似关联：一人多家，或同电话、同地址 · persons who tie enterprises, and what else they share",
            region=REGION,
            ids=argument(list_of(strawberry.ID) | None, "只看这些企业 · only these enterprises"),
            through=argument(list_of(_TIE.type) | None, "任职、持股，缺省两者 · by office, by holding, or both"),
            rules=argument(list_of(RULE.type) | None, "疑似关联的规则，缺省全部 · rules of suspicious ties"),
            min_enterprises=argument(int, "一人至少连接几家 · enterprises that a person ties, at least"),
            largest=argument(int, "多于几家共有即不算关联 · a value that more share is no tie, 2 to 1,000"),
            as_of=AS_OF,
        )
    ]


def _interlocks(types: Types, shared: dict[str, Any]) -> Any:
    person = make_type(
        "Interlock",
        [
            entity_field(types, "person", "谁 · who", lambda i: i.person),
            attribute_field("degree", int, "连接几家企业 · how many enterprises"),
            attribute_field(
                "bridging", int, "没有此人，这些企业分为几部分 · parts that they fall into without this person"
            ),
            entities_field(types, "enterprises", "所连接的企业 · the enterprises", lambda i: i.enterprises),
            read_field(
                "evidenceIds",
                list_of(strawberry.ID),
                "任职与持股关系，证据由此查 · its relations, for their evidence",
                lambda i, _info: list(i.relations),
            ),
        ],
        "连接多家企业的人物 · a person who ties enterprises",
    )

    def value(root: SharedValue, info: Info) -> str | None:
        if root.rule != "SAME_ADDRESS" and not info.context.sees_personal:
            return None
        return root.value

    tie = make_type(
        "SharedValue",
        [
            read_field("rule", RULE.type, "规则 · rule", lambda s, _: RULE.members[s.rule]),
            resolved_field(
                "value", value, str | None, "共有的值；个人信息只给审核员以上 · what is shared; personal values by role"
            ),
            read_field("size", int, "几家共有 · how many share it", lambda s, _: len(s.members)),
            entities_field(types, "members", "共有者 · who shares it", lambda s: s.members),
        ],
        "疑似关联：推定，并非事实 · a suspicious tie: derived, not a fact",
    )

    def persons(root: Interlocks, info: Info, first: int = 20) -> list[Interlock]:
        return list(root.persons[: check_first("first", first)])

    def values(root: Interlocks, info: Info, first: int = 20) -> list[SharedValue]:
        return list(root.shared[: check_first("first", first)])

    return make_type(
        "Interlocks",
        [
            *result_fields(shared),
            resolved_field(
                "persons", persons, list_of(person), "人物，连接多者在前 · persons, who ties most first", first=FIRST
            ),
            attribute_field("total", int, "共几人 · how many persons"),
            resolved_field("shared", values, list_of(tie), "疑似关联 · suspicious ties", first=FIRST),
            attribute_field("sharedTotal", int, "共几处 · how many of them", "shared_total"),
            attribute_field("leftOut", int, "共有者过多而不计的值 · values that too many share", "left_out"),
        ],
        "连锁任职与疑似关联 · interlocks and suspicious ties",
    )
