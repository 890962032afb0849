"""How far apart two colours look, with full and with red-green blind sight."""

import math
from functools import lru_cache

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

# Oklab: Björn Ottosson, "A perceptual color space for image processing", 2020
_TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# Machado, Oliveira and Fernandes 2009, severity 1
_DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
_IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def distance(one: str, other: str) -> float:
    """The smallest Oklab distance of two #rrggbb colours over the kinds of sight; 0 is the same colour."""
    return min(math.dist(_seen(one, sight), _seen(other, sight)) for sight in _SIGHTS)


_SIGHTS = (_IDENTITY, _DEUTERANOPIA, _PROTANOPIA)


@lru_cache(maxsize=1024)
def _seen(color: str, sight: Matrix) -> Vector:
    linear = _linear(int(color[1:3], 16)), _linear(int(color[3:5], 16)), _linear(int(color[5:7], 16))
    a, b, c = _apply(sight, linear)
    shown = min(1.0, max(0.0, a)), min(1.0, max(0.0, b)), min(1.0, max(0.0, c))
    long, medium, short = _apply(_TO_CONES, shown)
    return _apply(_TO_LAB, (math.cbrt(long), math.cbrt(medium), math.cbrt(short)))


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _apply(matrix: Matrix, vector: Vector) -> Vector:
    x, y, z = vector
    a, b, c = (row[0] * x + row[1] * y + row[2] * z for row in matrix)
    return a, b, c
