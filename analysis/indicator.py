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

_LOCATED = (_REGION_LEVEL, _INDUSTRY_LEVEL, _WEIGHT, _WITHIN, _AS_OF)
GINI = Indicator(
    id="gini",
    label=Label("基尼系数", "Gini coefficient"),
    unit=Label("0 至 1", "0 to 1"),
    formula="G = Σ_i Σ_j |x_i − x_j| / (2 n² mean)  (x: an industry's weight by region, or a region's by industry)",
    undefined=Label("合计为零或未知时无定义，不列出", "undefined, and not listed, where the total is zero or unknown"),
    source="C. Gini (1912), Variabilità e mutabilità",
    parameters=(Parameter("by", Label("分组", "by"), "enum", "industry", ("region", "industry")), *_LOCATED),
)
KRUGMAN = Indicator(
    id="krugman",
    label=Label("克鲁格曼专业化指数", "Krugman specialisation index"),
    unit=Label("0 至 2", "0 to 2"),
    formula="K(r) = Σ_i | x(i,r)/x(·,r) − x(i,·)/x(·,·) |",
    undefined=Label("地区合计为零或未知时无定义", "undefined where the region's total is zero or unknown"),
    source="P. Krugman (1991), Geography and Trade, MIT Press",
    parameters=_LOCATED,
)
ELLISON_GLAESER = Indicator(
    id="ellison_glaeser",
    label=Label("埃里森-格莱赛指数（γ）", "Ellison–Glaeser index (γ)"),
    unit=_DIMENSIONLESS,
    formula="γ = (G − (1 − Σ x_r²) H) / ((1 − Σ x_r²)(1 − H)),  G = Σ_r (s_r − x_r)²,  H: Σ squared shares of plants",
    undefined=Label(
        "只有一家企业的行业或只有一个地区时无定义",
        "undefined for an industry of one plant and for a whole of one region",
    ),
    source=(
        "G. Ellison, E. L. Glaeser (1997), Geographic Concentration in U.S. Manufacturing Industries: "
        "A Dartboard Approach, Journal of Political Economy 105"
    ),
    parameters=_LOCATED,
)
MORAN = Indicator(
    id="moran",
    label=Label("莫兰指数（I）", "Moran's I"),
    unit=Label("约 −1 至 1，随机时为 −1/(n−1)", "about −1 to 1; −1/(n−1) by chance"),
    formula="I = n/S0 · Σ_ij w_ij z_i z_j / Σ_i z_i²  (z: the industry's share in a region less its mean)",
    undefined=Label(
        "有坐标的地区少于三个或数值全同时无定义",
        "undefined for fewer than three regions with coordinates and for equal values",
    ),
    source=(
        "P. A. P. Moran (1950), Notes on Continuous Stochastic Phenomena, Biometrika 37; "
        "A. D. Cliff, J. K. Ord (1981), Spatial Processes"
    ),
    parameters=_LOCATED,
)
SHIFT_SHARE = Indicator(
    id="shift_share",
    label=Label("偏离-份额分析", "shift-share"),
    unit=Label("企业数", "enterprises"),
    formula="Δx = x0 g + x0 (g_i − g) + x0 (g_ir − g_i)",
    undefined=Label("两个日期都没有企业时不列出", "not listed where there is no enterprise on either day"),
    source="E. S. Dunn (1960), A Statistical and Analytical Technique for Regional Analysis, Papers of the RSA 6",
    parameters=(
        Parameter("since", Label("起始日期", "since"), "date", None),
        Parameter("until", Label("截止日期", "until"), "date", None),
        _REGION_LEVEL,
        _INDUSTRY_LEVEL,
        _WITHIN,
    ),
)
COMPLEXITY = Indicator(
    id="complexity",
    label=Label("经济复杂度（ECI、PCI）与关联密度", "economic complexity (ECI, PCI) and relatedness density"),
    unit=Label("标准差", "standard deviations"),
    formula="M̃(r,r') = Σ_i m(r,i) m(r',i) / (k_r k_i);  ω(r,i) = Σ_j m(r,j) φ(i,j) / Σ_j φ(i,j)",
    undefined=Label(
        "地区少于三个或与其余地区没有共同行业时无定义",
        "undefined for fewer than three regions, and for regions that share no industry with the rest",
    ),
    source=(
        "C. A. Hidalgo et al. (2007), The Product Space Conditions the Development of Nations, Science 317; "
        "C. A. Hidalgo, R. Hausmann (2009), The building blocks of economic complexity, PNAS 106"
    ),
    parameters=_LOCATED,
)

INDICATORS = {
    i.id: i
    for i in (
        LOCATION_QUOTIENT,
        HHI,
        MODULARITY,
        PAGERANK,
        GINI,
        KRUGMAN,
        ELLISON_GLAESER,
        MORAN,
        SHIFT_SHARE,
        COMPLEXITY,
    )
}


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
