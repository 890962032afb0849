"""What a computed number is: its name, formula, unit, parameters and source, declared once.

API fields, forms, the CLI and docs/indicators.md are drawn from these declarations. Every result of this room
carries its data version, how many things it stands on (n), which share of the things it should stand on was
usable (coverage), and notices that a reader must see beside the number.
"""

from dataclasses import dataclass

from ontology.model import Label


@dataclass(frozen=True)
class Notice:
    """A warning that travels with a result. ``code`` is stable for programs; zh and en are for people."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Parameter:
    """What a caller may choose. ``choices`` is empty where any value of the kind is taken."""

    name: str
    label: Label
    kind: str
    default: str | int | float | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """A defined number. ``undefined`` says when there is none; then no row is given, never a zero."""

    id: str
    label: Label
    unit: Label
    formula: str
    undefined: Label
    source: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Result:
    """What every result of this room carries.

    n: entities the numbers stand on. coverage: n over the entities asked about, None where none were asked
    about.
    """

    data_version: str
    n: int
    coverage: float | None
    warnings: tuple[Notice, ...]


REGION_LEVELS = ("country", "province", "prefecture", "county", "township", "village")
WEIGHTS = ("count", "employees", "capital", "revenue")

_DIMENSIONLESS = Label("无量纲", "dimensionless")
_REGION_LEVEL = Parameter("region_level", Label("地区层级", "region level"), "enum", "county", REGION_LEVELS)
_INDUSTRY_LEVEL = Parameter("industry_level", Label("行业层级", "industry level"), "integer", 2, ("1", "2", "3", "4"))
_WEIGHT = Parameter("weight", Label("权重", "weight"), "enum", "count", WEIGHTS)
_WITHIN = Parameter("within", Label("参照地区代码", "code of the reference region"), "string", None)
_AS_OF = Parameter("as_of", Label("截止日期", "as of"), "date", None)
_RELATIONS = Parameter("edge_types", Label("关系类型", "relations"), "edge types", None)
_TYPES = Parameter("node_types", Label("实体类型", "types"), "node types", None)

LOCATION_QUOTIENT = Indicator(
    id="location_quotient",
    label=Label("区位商", "location quotient"),
    unit=_DIMENSIONLESS,
    formula="LQ(i,r) = (x(i,r) / x(·,r)) / (x(i,·) / x(·,·))",
    undefined=Label(
        "该地区或该行业的合计为零或未知时无定义，不列出",
        "undefined, and not listed, where the region's or the industry's total is zero or unknown",
    ),
    source=(
        "R. M. Haig (1928), Major Economic Factors in Metropolitan Growth and Arrangement; "
        "P. S. Florence (1939), Report on the Location of Industry, Political and Economic Planning"
    ),
    parameters=(_REGION_LEVEL, _INDUSTRY_LEVEL, _WEIGHT, _WITHIN, _AS_OF),
)
HHI = Indicator(
    id="hhi",
    label=Label("赫芬达尔-赫希曼指数", "Herfindahl–Hirschman index"),
    unit=Label("0 至 1", "0 to 1"),
    formula="HHI = Σ s²  (s: shares of industries in a region, or of regions in an industry)",
    undefined=Label("合计为零或未知时无定义，不列出", "undefined, and not listed, where the total is zero or unknown"),
    source=(
        "A. O. Hirschman (1945), National Power and the Structure of Foreign Trade; "
        "O. C. Herfindahl (1950), Concentration in the Steel Industry, Columbia University"
    ),
    parameters=(
        Parameter("by", Label("分组", "by"), "enum", "region", ("region", "industry")),
        _REGION_LEVEL,
        _INDUSTRY_LEVEL,
        _WEIGHT,
        _WITHIN,
        _AS_OF,
    ),
)
MODULARITY = Indicator(
    id="communities",
    label=Label("社群与模块度", "communities and modularity"),
    unit=_DIMENSIONLESS,
    formula="Q = Σ_c [ L(c)/m − γ (K(c)/2m)² ]",
    undefined=Label("没有关系时无定义", "undefined on a graph without ties"),
    source=(
        "M. E. J. Newman, M. Girvan (2004), Finding and evaluating community structure in networks, "
        "Phys. Rev. E 69, 026113; V. A. Traag, L. Waltman, N. J. van Eck (2019), "
        "From Louvain to Leiden, Sci. Rep. 9, 5233"
    ),
    parameters=(
        _RELATIONS,
        _TYPES,
        Parameter("resolution", Label("分辨率", "resolution"), "number", 1.0),
        Parameter("seed", Label("随机种子", "seed"), "integer", 1),
        Parameter("min_size", Label("最小规模", "smallest size"), "integer", 3),
        _AS_OF,
    ),
)
PAGERANK = Indicator(
    id="pagerank",
    label=Label("网页排名（PageRank）", "PageRank"),
    unit=Label("份额，合计为 1", "share, summing to 1"),
    formula="p = (1 − d)/n + d (Aᵀ D⁻¹ p + dangling/n)",
    undefined=Label("空图无定义", "undefined on the empty graph"),
    source=(
        "S. Brin, L. Page (1998), The anatomy of a large-scale hypertextual Web search engine, Computer Networks 30"
    ),
    parameters=(
        _RELATIONS,
        _TYPES,
        Parameter("damping", Label("阻尼系数", "damping"), "number", 0.85),
        _AS_OF,
    ),
)

INDICATORS = {i.id: i for i in (LOCATION_QUOTIENT, HHI, MODULARITY, PAGERANK)}


def few(n: int, what: Label, at_least: int = 30) -> tuple[Notice, ...]:
    """The notice that a number stands on few cases, if it does."""
    if n >= at_least:
        return ()
    return (Notice("few", f"样本很少：{what.zh} n = {n}", f"few cases: {what.en}, n = {n}"),)


def thin(coverage: float | None, what: Label, at_least: float = 0.9) -> tuple[Notice, ...]:
    """The notice that much of what should count is unknown, if it is."""
    if coverage is None or coverage >= at_least:
        return ()
    percent = f"{coverage:.0%}"
    return (Notice("coverage", f"{what.zh}：仅 {percent} 已知", f"{what.en}: known for {percent} only"),)
