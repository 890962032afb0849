"""What a reader of the ledger must see beside a number."""

from analysis.indicator import Notice
from analysis.target_rules import Counted, Rule


def unknown_region(zh: str, en: str) -> Notice:
    return Notice("no_region", f"{zh}；请指定 region", f"{en}; give region")


def no_places(level: str) -> Notice:
    return Notice("no_places", f"地区内没有 {level} 级的地方", f"the region has no places of level {level}")


def nothing(rule: Rule | None) -> tuple[Notice, ...]:
    if rule is None:
        return (Notice("no_rule", "没有规则说明什么计入此目标", "no rule says what counts toward this target"),)
    if rule.measure == "observed":
        return (
            Notice(
                "needs_statistics",
                "需要统计数：从地区到目标的“计入”关系，带计入数值和生效日期",
                "needs a statistic: a relation COUNTS_TOWARD from the region with counted_value and valid_from",
            ),
        )
    return ()


def none_known(rule: Rule | None) -> tuple[Notice, ...]:
    if rule is None:
        return nothing(None)
    return (Notice("none_known", f"数据中没有：{rule.label.zh}", f"the data has none: {rule.label.en}"),)


def bound(rule: Rule, status: str) -> tuple[Notice, ...]:
    words = {
        "lower": ("下限", "a lower bound"),
        "upper": ("上限", "an upper bound"),
        "estimate": ("估算", "an estimate"),
    }.get(rule.bound)
    if words is None:
        return ()
    zh, en = words
    note = rule.note or rule.label
    unsettled = ("，不足以判断", ", which does not settle it") if status == "NO_DATA" else ("", "")
    return (Notice(rule.bound, f"数值为{zh}{unsettled[0]}：{note.zh}", f"{en}{unsettled[1]}: {note.en}"),)


def unplaced(n: int) -> tuple[Notice, ...]:
    if not n:
        return ()
    return (Notice("unplaced", f"另有 {n} 个不知在何地，未计入", f"{n} more whose place is unknown are not counted"),)


def undated(counted: Counted) -> tuple[Notice, ...]:
    if not counted.undated:
        return ()
    n, of = counted.undated, len(counted.entities)
    return (Notice("undated", f"{of} 个中有 {n} 个没有日期，一并计入", f"{n} of {of} have no date and are counted"),)
