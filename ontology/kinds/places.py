"""Points and boundaries in degrees."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.kind import Kind
from ontology.names import fold

if TYPE_CHECKING:
    from ontology.declarations import Property


@dataclass(frozen=True)
class Point:
    """Degrees east and north."""

    longitude: float
    latitude: float


_EXAMPLE = "118.35,35.05 (longitude, latitude)"
_NUMBERS = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


class PointKind(Kind):
    """Longitude and latitude: "118.35,35.05", POINT(118.35 35.05), [118.35, 35.05], a GeoJSON point."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> Point:
        if isinstance(raw, Point):
            return raw
        if isinstance(raw, Mapping):
            raw = raw.get("coordinates", [raw.get("longitude"), raw.get("latitude")])
        numbers = _NUMBERS.findall(fold(str(raw)))
        if len(numbers) != 2:
            raise ValueRefused(f"{str(raw)!r} is no point; write {_EXAMPLE}")
        longitude, latitude = (float(n) for n in numbers)
        if abs(latitude) > 90 and abs(longitude) <= 90:
            raise ValueRefused(f"{str(raw)!r} has latitude first; write {latitude},{longitude}")
        if abs(longitude) > 180 or abs(latitude) > 90:
            raise ValueRefused(f"{str(raw)!r} lies outside the earth; write degrees like {_EXAMPLE}")
        return Point(longitude, latitude)

    def format(self, prop: "Property", value: Point, lang: str) -> str:
        return f"{value.longitude!r},{value.latitude!r}"

    def normalise(self, prop: "Property", value: Point) -> str:
        return f"{value.longitude:.6f},{value.latitude:.6f}"


class GeometryKind(Kind):
    """A GeoJSON geometry as compact JSON text; a feature is reduced to its geometry."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        shape = raw
        if isinstance(raw, str):
            try:
                shape = json.loads(raw)
            except json.JSONDecodeError as error:
                raise ValueRefused(f"{raw[:40]!r} is no GeoJSON: {error.msg}") from error
        if isinstance(shape, Mapping) and shape.get("type") == "Feature":
            shape = shape.get("geometry")
        if not isinstance(shape, Mapping) or shape.get("type") not in _SHAPES:
            types = ", ".join(_SHAPES)
            raise ValueRefused(f"{str(raw)[:40]!r} is no GeoJSON geometry; its type must be one of {types}")
        if not isinstance(shape.get("coordinates"), Sequence):
            raise ValueRefused(f"{str(raw)[:40]!r} has no coordinates")
        return json.dumps({"type": shape["type"], "coordinates": shape["coordinates"]}, separators=(",", ":"))
