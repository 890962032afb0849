"""Values in GraphQL: objects for money, dates and points, and the shape of every property.

A Shape says which GraphQL type a property has, which columns of the store it is made of, and how it is read
from a row of these columns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import orjson
import strawberry
from strawberry.scalars import JSON

from graph_api.enums import Enums, Lang, code_of
from graph_api.errors import BadArgument
from graph_api.fields import list_of
from ontology import values as kinds
from ontology.model import Label, Property
from ontology.values import KINDS

Row = Mapping[str, Any]

_MONEY = Property("money", Label("金额", "money"), "money")
_DATE = Property("date", Label("日期", "date"), "date")


_InLang = Annotated[Lang, strawberry.argument(description="语言 · language")]


def _money_text(root: Any, lang: _InLang = Lang.ZH) -> str:
    return kinds.format(_MONEY, kinds.Money(root.yuan, root.currency, root.words), code_of(lang))


def _date_text(root: Any, lang: _InLang = Lang.ZH) -> str:
    return kinds.format(_DATE, kinds.PartialDate(root.day, root.precision), code_of(lang))


@strawberry.type(description="金额 · an amount of money with its original words")
class Money:
    yuan: Decimal | None = strawberry.field(
        description="人民币元；其他币种为空 · in yuan as a decimal text; null for other currencies"
    )
    currency: str = strawberry.field(description="币种（ISO 4217） · currency")
    words: str = strawberry.field(description="原文 · as the source writes it")
    text: str = strawberry.field(resolver=_money_text, description="便于阅读的写法 · as a person reads it")


@strawberry.type(description="日期，精度与原文相同 · a date as precise as it was told")
class PartialDate:
    day: date = strawberry.field(description="所指日、月或年的第一天 · first day of the day, month or year meant")
    precision: str = strawberry.field(description="day、month 或 year · day, month or year")
    text: str = strawberry.field(resolver=_date_text, description="便于阅读的写法 · as a person reads it")


@strawberry.type(description="坐标（度） · a point in degrees")
class Point:
    longitude: float = strawberry.field(description="经度 · degrees east")
    latitude: float = strawberry.field(description="纬度 · degrees north")


@dataclass(frozen=True)
class Shape:
    """How a property is shown. read: the GraphQL value from a row. plain: a JSON value of what was read.
    filter: name of its filter input. ordered: whether a page can be ordered by it."""

    property: Property
    annotation: Any
    columns: tuple[str, ...]
    read: Callable[[Row], Any]
    plain: Callable[[Any], Any]
    filter: str
    ordered: bool


def shape(declared: Property, enums: Enums) -> Shape:
    """The shape of a property: by its kind, and required or not, one or several."""
    name = declared.name
    match declared.kind:
        case "money":
            return Shape(
                declared,
                Money | None,
                (name, f"{name}_currency", f"{name}_words"),
                _money(name),
                _plain_money,
                "MoneyFilter",
                True,
            )
        case "date":
            return Shape(
                declared, PartialDate | None, (name, f"{name}_precision"), _date(name), _plain_date, "DateFilter", True
            )
        case "point":
            return Shape(
                declared,
                Point | None,
                (f"{name}_longitude", f"{name}_latitude"),
                _point(name),
                _plain_point,
                "PresenceFilter",
                False,
            )
        case "geometry":
            return Shape(declared, JSON | None, (name,), _geometry(name), _same, "PresenceFilter", False)
        case "enum":
            return _enumerated(declared, enums)
        case kind:
            return _simple(declared, kind)


_SIMPLE: Mapping[str, tuple[Any, str]] = {
    "integer": (int, "IntFilter"),
    "number": (float, "FloatFilter"),
    "share": (float, "FloatFilter"),
    "boolean": (bool, "BooleanFilter"),
}


def _simple(declared: Property, kind: str) -> Shape:
    annotation, filtered = _SIMPLE.get(kind, (str, "StringFilter"))
    name = declared.name
    if declared.multiple:
        # Every entity has aliases, if none; of other lists nothing is known where none is given.
        if name == "aliases":
            return Shape(declared, list_of(annotation), (name,), _listed(name), _same, "TextsFilter", False)
        return Shape(declared, list_of(annotation) | None, (name,), _value(name), _same, "TextsFilter", False)
    if name == "name":
        return Shape(declared, annotation, (name,), _text(name), _same, filtered, True)
    return Shape(declared, annotation | None, (name,), _value(name), _same, filtered, kind != "text")


def _enumerated(declared: Property, enums: Enums) -> Shape:
    assert declared.codelist
    known = enums.codelists[declared.codelist.name]
    name, member = declared.name, known.member

    def read(row: Row) -> Any:
        return member(row[name])

    def read_all(row: Row) -> Any:
        codes = row[name]
        return None if codes is None else [m for m in map(member, codes) if m is not None]

    filtered = f"{declared.codelist.name}Filter"
    if declared.multiple:
        return Shape(declared, list_of(known.type) | None, (name,), read_all, _plain_members, filtered, False)
    return Shape(declared, known.type | None, (name,), read, _plain_member, filtered, True)


def _value(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _text(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name] or ""


def _listed(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name] or []


def _money(name: str) -> Callable[[Row], Any]:
    currency, words = f"{name}_currency", f"{name}_words"

    def read(row: Row) -> Money | None:
        yuan = row[name]
        if yuan is None and row[words] is None:
            return None
        # Stores hold yuan as a float, exact to the cent up to 90 trillion.
        amount = None if yuan is None else Decimal(f"{yuan:.2f}")
        return Money(yuan=amount, currency=row[currency] or "CNY", words=row[words] or f"{amount}元")

    return read


def _date(name: str) -> Callable[[Row], Any]:
    precision = f"{name}_precision"

    def read(row: Row) -> PartialDate | None:
        day = row[name]
        return None if day is None else PartialDate(day=day, precision=row[precision] or "day")

    return read


def _point(name: str) -> Callable[[Row], Any]:
    longitude, latitude = f"{name}_longitude", f"{name}_latitude"

    def read(row: Row) -> Point | None:
        if row[longitude] is None or row[latitude] is None:
            return None
        return Point(longitude=row[longitude], latitude=row[latitude])

    return read


def _geometry(name: str) -> Callable[[Row], Any]:
    return lambda row: None if row[name] is None else orjson.loads(row[name])


def _same(value: Any) -> Any:
    return value


def _plain_money(value: Money) -> Any:
    yuan = None if value.yuan is None else str(value.yuan)
    return {"yuan": yuan, "currency": value.currency, "words": value.words}


def _plain_date(value: PartialDate) -> str:
    return str(kinds.PartialDate(value.day, value.precision))


def _plain_point(value: Point) -> Any:
    return {"longitude": value.longitude, "latitude": value.latitude}


def _plain_member(value: Any) -> str:
    return str(value.name)


def _plain_members(value: Any) -> list[str]:
    return [str(member.name) for member in value]


def parse(declared: Property, argument: str, raw: Any) -> Any:
    """The value that an argument means, as keys are compared by. Raises BadArgument, naming the argument."""
    try:
        value = KINDS[declared.kind].parse(declared, raw, declared.unit)
    except kinds.ValueRefused as error:
        raise BadArgument(argument, str(error)) from error
    return value
