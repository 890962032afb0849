"""Location statistics as formulas over plain arrays; analysis.regional computes them on the graph.

``x`` is a table of weights, one row a region, one column an industry; nothing in it is negative.
"""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

#: Of the standard normal distribution, for a 95 % interval.
Z_95 = 1.959963984540054
EARTH_RADIUS_KM = 6371.0088


def quotient_interval(
    cell: Floats, region: Floats, industry: Floats, whole: Floats, z: float = Z_95
) -> tuple[Floats, Floats]:
    """Bounds of the location quotients of counts, lower and upper.

        log LQ ± z·σ,  σ² = ( p (1/p − 1/r − 1/c)² + (r − p)/r² + (c − p)/c² − 1 ) / N

    p: the cell's share of the whole N; r and c: its region's and its industry's share. The delta method on the
    logarithm for a multinomial sample. NaN where the quotient is zero or undefined: no interval is known there.

    Example: 3 of a region's 5 and 4 of all 10: LQ = 1.5, between 0.85 and 2.64.

    Source: R. Moineddin, J. Beyene, E. Boyle (2003), On the Location Quotient Confidence Interval, Geographical
    Analysis 35(3), 249–256.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p, r, c = cell / whole, region / whole, industry / whole
        spread = p * (1 / p - 1 / r - 1 / c) ** 2 + (r - p) / r**2 + (c - p) / c**2 - 1
        sigma = np.sqrt(np.maximum(spread, 0) / whole)
        quotient = p / (r * c)
        low, high = quotient * np.exp(-z * sigma), quotient * np.exp(z * sigma)
    known = cell > 0
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def gini(values: Floats) -> float:
    """Gini coefficient: half the mean difference between two values, relative to the mean.

        G = Σ_i Σ_j |x_i − x_j| / (2 n² mean)

    From 0, all alike, to (n − 1)/n, one has all. NaN where there is nothing to share.

    Example: 1, 2, 3, 4 give 0.25.

    Source: C. Gini (1912), Variabilità e mutabilità; the computation by ranks as in PySAL's inequality.gini.
    """
    ordered = np.sort(values)
    n, total = len(ordered), ordered.sum()
    if n == 0 or total <= 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float(2 * (ranks * ordered).sum() / (n * total) - (n + 1) / n)


def krugman(x: Floats) -> Floats:
    """Krugman's specialisation index by region: how far its industries' shares lie from those of the whole.

        K(r) = Σ_i | x(i,r)/x(·,r) − x(i,·)/x(·,·) |

    From 0, the same mix, to 2, nothing in common. NaN where x(·,r) is zero.

    Example: shares 0.6 and 0.4 against 0.4 and 0.6: 0.4.

    Source: P. Krugman (1991), Geography and Trade, MIT Press, p. 76.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = x / x.sum(axis=1, keepdims=True)
        whole = x.sum(axis=0) / x.sum()
    result: Floats = np.abs(shares - whole).sum(axis=1)
    return result


def ellison_glaeser(x: Floats, plants: Floats) -> Floats:
    """Ellison and Glaeser's γ by industry: concentration beyond what the sizes of its plants and chance give.

        γ = (G − (1 − Σ_r x_r²) H) / ((1 − Σ_r x_r²)(1 − H)),   G = Σ_r (s_r − x_r)²

    s_r: the industry's share in region r; x_r: all industries' share there; H: Σ of the squared shares of the
    industry's plants (``plants``, by industry). 0: as concentrated as chance would make it; above 0.05 is called
    highly concentrated, below 0.02 not very. NaN for an industry of one plant (H = 1) or a whole of one region.

    Source: G. Ellison, E. L. Glaeser (1997), Geographic Concentration in U.S. Manufacturing Industries: A Dartboard
    Approach, Journal of Political Economy 105(5), 889–927.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        s = x / x.sum(axis=0)
        whole = (x.sum(axis=1) / x.sum())[:, None]
        raw = ((s - whole) ** 2).sum(axis=0)
        room = 1 - (whole**2).sum()
        gamma: Floats = (raw - room * plants) / (room * (1 - plants))
    return np.where(np.isclose(plants, 1) | np.isclose(room, 0), np.nan, gamma)


@dataclass(frozen=True)
class Moran:
    """Moran's I with what chance would give. p: two-sided, of z under normality."""

    i: float
    expected: float
    z: float
    p: float


def morans_i(values: Floats, weights: Floats) -> Moran | None:
    """Moran's I: whether neighbours are alike (above expected) or unlike (below).

        I = n/S0 · Σ_ij w_ij z_i z_j / Σ_i z_i²,   E(I) = −1/(n − 1)
        V(I) = (n² S1 − n S2 + 3 S0²) / (S0² (n² − 1)) − E(I)²

    z: deviations from the mean; S0 = Σ w, S1 = ½ Σ (w_ij + w_ji)², S2 = Σ_i (w_i· + w_·i)². None for fewer than
    three regions, for equal values, and where nobody has a neighbour.

    Source: P. A. P. Moran (1950), Notes on Continuous Stochastic Phenomena, Biometrika 37; A. D. Cliff, J. K. Ord
    (1981), Spatial Processes; the same as PySAL's esda.Moran under normality.
    """
    n = len(values)
    deviations = values - values.mean() if n else values
    squares, s0 = float((deviations**2).sum()), float(weights.sum())
    if n < 3 or squares <= 1e-12 * max(1.0, float((values**2).sum())) or s0 == 0:
        return None
    i = n / s0 * float(deviations @ weights @ deviations) / squares
    expected = -1 / (n - 1)
    s1 = float(((weights + weights.T) ** 2).sum()) / 2
    s2 = float(((weights.sum(axis=1) + weights.sum(axis=0)) ** 2).sum())
    variance = (n**2 * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n**2 - 1)) - expected**2
    if variance <= 0:
        return None
    z = (i - expected) / sqrt(variance)
    return Moran(i, expected, z, erfc(abs(z) / sqrt(2)))


def nearest_neighbours(longitude: Floats, latitude: Floats, k: int = 4) -> Floats:
    """Weights of the k nearest places of each, by great circle, each row summing to 1; ties by order."""
    n = len(longitude)
    weights = np.zeros((n, n))
    k = min(k, n - 1)
    if k < 1:
        return weights
    distance = great_circle(longitude, latitude)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :k]
    np.put_along_axis(weights, nearest, 1 / k, axis=1)
    return weights


def great_circle(longitude: Floats, latitude: Floats) -> Floats:
    """Distances between all places in kilometres (haversine)."""
    east, north = np.radians(longitude), np.radians(latitude)
    half = np.sin((north[:, None] - north) / 2) ** 2
    half = half + np.cos(north)[:, None] * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    result: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return result


def shift_share(before: Floats, after: Floats) -> tuple[Floats, Floats, Floats]:
    """Change of each cell in three parts that add up to it: the whole's growth, the industry's, the region's own.

        national = x0 g,   mix = x0 (g_i − g),   regional = x0 (g_ir − g_i) = Δx − national − mix

    g: growth of the whole, g_i of the industry. An industry that the whole had none of before has no growth rate: all
    its change is the region's own.

    Example: 100 grown to 120, the industry by a tenth, the whole by a twentieth: 5 + 5 + 10.

    Source: E. S. Dunn (1960), A Statistical and Analytical Technique for Regional Analysis, Papers of the Regional
    Science Association 6.
    """
    total = before.sum()
    growth = after.sum() / total - 1 if total > 0 else 0.0
    industry = before.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_industry = np.where(industry > 0, after.sum(axis=0) / industry - 1, growth)
    national = before * growth
    mix = before * (by_industry - growth)
    return national, mix, after - before - national - mix
