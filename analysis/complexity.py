"""Complexity of regions and industries: which industries go together, and what a region could do next.

``m`` says whether a region (row) has an industry (column): a location quotient of at least 1. Regions without any
industry and industries that nobody has are taken out before, and so are those that stand apart from the rest.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Complexity:
    """eci by region and pci by industry, standardised (mean 0, deviation 1); NaN where undefined."""

    eci: Floats
    pci: Floats


def present(x: Floats, threshold: float = 1.0) -> Mask:
    """Which regions have which industries: a location quotient of at least ``threshold`` (B. Balassa 1965, revealed
    comparative advantage)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = (x / x.sum(axis=1, keepdims=True)) / (x.sum(axis=0) / x.sum())
    found: Mask = np.nan_to_num(quotient) >= threshold
    return found & (x > 0)


def proximity(m: Mask) -> Floats:
    """How often two industries go together: the smaller of the two chances to find one where the other is.

        φ(i,j) = |regions with both| / max(|with i|, |with j|)

    From 0 to 1, symmetric; 1 on the diagonal of an industry that anybody has, 0 beside one that nobody has.

    Source: C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann (2007), The Product Space Conditions the
    Development of Nations, Science 317, 482–487.
    """
    both = m.T.astype(np.float64) @ m.astype(np.float64)
    most = np.maximum(np.diag(both)[:, None], np.diag(both))
    phi: Floats = np.divide(both, most, out=np.zeros_like(both), where=most > 0)
    return phi


def relatedness_density(m: Mask, phi: Floats) -> Floats:
    """How close an industry is to what a region has already.

        ω(r,i) = Σ_j m(r,j) φ(i,j) / Σ_j φ(i,j)

    From 0 to 1. The sum goes over all industries, i itself among them, as in py-ecomplexity. 0 for an industry that
    is near none.

    Source: Hidalgo et al. (2007), as for proximity.
    """
    near = phi.sum(axis=0)
    held = m.astype(np.float64) @ phi
    omega: Floats = np.divide(held, near, out=np.zeros_like(held), where=near > 0)
    return omega


def complexity(m: Mask) -> Complexity:
    """Economic complexity of regions and complexity of industries.

        M̃(r,r') = Σ_i m(r,i) m(r',i) / (k_r k_i);  ECI: its second eigenvector, standardised
        PCI(i) = mean of the ECI of the regions that have i, standardised over the industries

    k_r: industries of region r; k_i: regions of industry i. The sign is such that ECI goes up with k_r. Undefined, and
    NaN, outside of the largest set of regions that share industries, and where that has fewer than three regions or
    all have the same industries.

    Source: C. A. Hidalgo, R. Hausmann (2009), The building blocks of economic complexity, PNAS 106, 10570–10575;
    R. Hausmann, C. A. Hidalgo et al. (2014), The Atlas of Economic Complexity, MIT Press, ch. 2.
    """
    eci, pci = np.full(m.shape[0], np.nan), np.full(m.shape[1], np.nan)
    rows, columns = _largest_part(m)
    inner = m[np.ix_(rows, columns)].astype(np.float64)
    if inner.shape[0] < 3 or inner.shape[1] < 2:
        return Complexity(eci, pci)
    k_r, k_i = inner.sum(axis=1), inner.sum(axis=0)
    # M̃ is similar to the symmetric S = D^-½ (m K⁻¹ mᵀ) D^-½, whose eigenvectors are stable and real.
    scale = np.sqrt(k_r)
    symmetric = (inner / k_i) @ inner.T / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(symmetric)
    if values[-2] < 1e-12:
        return Complexity(eci, pci)
    second = vectors[:, -2] / scale
    spread = float(np.std(second))
    if spread < 1e-12:
        return Complexity(eci, pci)
    if _sign(second, k_r) < 0:
        second = -second
    found = (second - second.mean()) / spread
    of_industries = (inner.T @ found) / k_i
    width = float(np.std(of_industries))
    eci[rows] = found
    pci[columns] = (of_industries - of_industries.mean()) / width if width > 0 else np.nan
    return Complexity(eci, pci)


def _sign(second: Floats, k_r: Floats) -> float:
    """The sign of its correlation with diversity; without one, that of its first element that is not zero."""
    together = float(((second - second.mean()) * (k_r - k_r.mean())).sum())
    if abs(together) > 1e-12 * np.abs(second).max() * max(1.0, k_r.max()):
        return together
    return float(second[np.abs(second) > 1e-12 * np.abs(second).max()][0])


def _largest_part(m: Mask) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The regions and industries of the part that hangs together with the most regions; of equals the first."""
    regions, industries = m.shape
    pairs = np.argwhere(m)
    graph = csr_array(
        (np.ones(len(pairs)), (pairs[:, 0], regions + pairs[:, 1])), shape=(regions + industries, regions + industries)
    )
    _, labels = connected_components(graph, directed=False)
    having = m.any(axis=1)
    if not having.any():
        return np.empty(0, np.intp), np.empty(0, np.intp)
    counts = np.bincount(labels[:regions][having])
    largest = int(np.argmax(counts))
    inside = (labels[:regions] == largest) & having
    return np.flatnonzero(inside), np.flatnonzero((labels[regions:] == largest) & m.any(axis=0))
