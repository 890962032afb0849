"""Names taken apart by columns: 临沂金锣（莒南）肉制品有限公司第二分公司 has place, brand, trade, form and branch.

``parse_names`` gives a row a name:

text      the whole name, normalised: width, brackets, blanks, quotes, case, traditional characters made simple
region    digits of the division that the name tells, at its beginning or in brackets; "" where none
town      the township it tells
core      what is left without place, form and branch
brand     the beginning of the core, before the first business word; the place's name where there is nothing else
business  the rest of the core, with synonyms made one word
form      class of the legal form, or the kind of a park, village, region; "" where not told
group     whether it calls itself a group (集团)
tail      branch, member or remark: what makes it another thing than the one before it
branch    whether the tail ends like a branch (分公司, 支行)
numbers   ordinals and figures, sorted: 第二, 二期, 2号 → 2
former    names in brackets after 原, 曾用名

What a word is stands in words/names.yaml. Everything is done a column at a time; a million names take seconds.
"""

from functools import cache

import opencc
import polars as pl

from records.resolution.words import either, regions, words

#: Types whose names are those of organisations; all others are read by the endings of their kind.
TITLED = frozenset({"Park", "Village", "Region", "Project", "Product"})
_BRACKETS = dict(zip("[{【〔〈﹝<]}】〕〉﹞>", "(((((((" + ")))))))", strict=True))
_DROPPED = "[\\s\u200b-\u200f\u2060\ufeff\"'`“”‘’「」『』《》,，。;；、]+"
_DOTS = "[·•‧∙・．.]"
_STATES = "停业|注销|吊销|已注销|已吊销|存续|在营|开业|清算|迁出|筹|筹建|本部|总部"
_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = "[一二三四五六七八九十百零〇\\d]+"
_COUNTED = "期|中学|小学|号|标段|车间|大队|分队|队|组|工区|厂|连|营|团|师|院|店|所|幼|分公司|分厂|校区|园区|区块|地块"
_ORDINALS = f"第{_NUMERAL}|{_NUMERAL}(?:{_COUNTED})|[一二三四五六七八九十]+[中小]$|\\d+(?:\\.\\d+)?"
_PHASE = f"第?{_NUMERAL}(?:期|标段|号|区块)(?:工程|项目)?"
_ROMAN = {"iii期": "3期", "ii期": "2期", "iv期": "4期", "i期": "1期"}
_LONGEST_PREFIX = 20
#: After these only a branch is another thing: 山东大学出版社 is a name of its own.
_WHOLE = "(?:银行|信用社|大学|学院|医院|学校|中学|小学)$"


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalise_texts(names: pl.Series) -> pl.Series:
    """Names without what does not tell names apart; null stays null."""
    told = pl.col("text")
    frame = pl.DataFrame({"text": names}).select(
        told.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_many(list(_BRACKETS), list(_BRACKETS.values()))
        .str.replace_all(_DROPPED, "")
        .str.replace_all(_DOTS, "·")
        .str.replace_all("[—–―‐‑－-]+", "-")
        .str.replace_many(list(_ROMAN), list(_ROMAN.values()), leftmost=True)
    )
    lines = frame["text"].fill_null("").to_list()
    simple = _simplifier().convert("\n".join(lines)).split("\n") if lines else []
    return pl.DataFrame({"text": pl.Series(simple, dtype=pl.String), "null": frame["text"].is_null()}).select(
        pl.when(~pl.col("null")).then("text").alias(names.name)
    )[names.name]


def normalise_addresses(addresses: pl.Series) -> pl.Series:
    """Addresses from the township on, since some tell the province and some do not."""
    frame = pl.DataFrame({"rest": normalise_texts(addresses).str.replace_all("[()·-]", "")})
    rest = _placed(frame.with_columns(region=pl.lit("")), keep=2)["rest"].replace("", None)
    return rest.alias(addresses.name)


def parse_names(names: pl.Series, node_type: str) -> pl.DataFrame:
    """The parts of each name (see above), in the order given. A null is read as an empty name."""
    frame = pl.DataFrame({"text": normalise_texts(names.fill_null(""))})
    frame = frame.with_columns(
        former=pl.when(pl.col("text").str.contains("(", literal=True)).then(
            pl.col("text").str.extract_all(words().former_pattern)
            .list.eval(pl.element().str.extract(words().former_pattern))
        ),
        text=pl.col("text").str.replace_all(words().former_pattern, ""),
    )  # fmt: skip
    frame = _open_brackets(frame)
    if node_type not in {"Village", "Region"}:  # there 三村 and 第三村 are names
        frame = frame.with_columns(_counted(pl.col("rest")), _counted(pl.col("note")))
    frame = _titled(frame, node_type) if node_type in TITLED else _organisation(frame, node_type)
    return _numbered(frame, node_type).select(
        "text", "region", "town", "core", "brand", "business", "form", "group", "tail", "branch", "numbers", "former"
    )


def _counted(text: pl.Expr) -> pl.Expr:
    """第四分公司, 四分公司, 4分公司 → 第4分公司."""
    figures = {f"第{_chinese(n)}": f"第{n}" for n in range(40, 0, -1)}
    ordered = dict(sorted(figures.items(), key=lambda pair: -len(pair[0])))
    return text.str.replace_all(f"第?({_NUMERAL})({_COUNTED})", "第${1}${2}").str.replace_many(
        list(ordered), list(ordered.values()), leftmost=True
    )


def _chinese(number: int) -> str:
    """1 to 99: 四, 十, 二十三."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones else "")


def _open_brackets(frame: pl.DataFrame) -> pl.DataFrame:
    """rest: the text without brackets; of them region (a place), form, group and note (whatever else)."""
    empty = pl.lit("")
    frame = frame.with_columns(rest=pl.col("text"), region=empty, form=empty, group=pl.lit(False), note=empty)
    for _ in range(3):
        frame = frame.with_columns(inside=pl.col("rest").str.extract(r"\(([^()]*)\)"))
        inside, told = pl.col("inside"), frame["inside"].unique().drop_nulls().to_list()
        if not told:
            break
        code = _lookup(inside, {text: regions().codes[text] for text in told if text in regions().codes})
        form = _lookup(inside, dict(words().forms))
        group = inside == "集团"
        known = code.is_not_null() | form.is_not_null() | group | inside.str.contains(f"^(?:{_STATES}|中国|{_PHASE}|)$")
        middle = pl.col("rest").str.contains(r"^[^()]+\([^()]*\)[^()]{2}") & ~known
        frame = frame.with_columns(
            region=pl.when(pl.col("region") == "").then(code.fill_null("")).otherwise("region"),
            form=pl.coalesce(form, "form"),
            group=pl.col("group") | group.fill_null(value=False),
            note=pl.col("note") + pl.when(inside.is_not_null() & ~known & ~middle).then(inside).otherwise(empty),
            rest=pl.when(middle)  # what else stands in the middle is a part of the name
            .then(pl.col("rest").str.replace(r"\(([^()]*)\)", "${1}"))
            .otherwise(pl.col("rest").str.replace(r"\([^()]*\)", "")),
        )
    return frame.with_columns(pl.col("rest").str.replace_all("[()]", ""))


def _lookup(text: pl.Expr, table: dict[str, str]) -> pl.Expr:
    return text.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)


def _placed(frame: pl.DataFrame, keep: int) -> pl.DataFrame:
    """Take the longest division off the beginning that leaves ``keep`` characters: prefix (its code), rest."""
    codes, beginnings = regions().codes, regions().beginnings
    found, lengths = [], []
    for text in frame["rest"].to_list():
        length = min(len(text) - keep, _LONGEST_PREFIX) if text and text[:2] in beginnings else 0
        while length > 1 and text[:length] not in codes:
            length -= 1
        lengths.append(length if length > 1 else 0)
        found.append(codes[text[:length]] if length > 1 else "")
    prefix = pl.col("prefix")
    longer = pl.col("region").str.len_chars() > prefix.str.len_chars()
    return frame.with_columns(
        prefix=pl.Series(found, dtype=pl.String), length=pl.Series(lengths, dtype=pl.UInt8)
    ).with_columns(
        rest=pl.col("rest").str.slice(pl.col("length")), region=pl.when(longer).then("region").otherwise(prefix)
    )


def _organisation(frame: pl.DataFrame, node_type: str) -> pl.DataFrame:
    known = words()
    frame = _placed(frame, keep=2).with_columns(
        pl.col("rest")
        .str.replace_many(list(known.abbreviations), list(known.abbreviations.values()), leftmost=True)
        .str.replace(f"^(.{{0,3}}?)第?({_NUMERAL})(中|小)$", "${1}第${2}${3}学")  # 一中 → 第一中学
        .pipe(_counted)
    )
    town = "^([\u4e00-\u9fff]{2,3}(?:镇|街道))(.{4,})$"
    county = pl.col("prefix").str.len_chars() >= 6
    frame = frame.with_columns(
        town=pl.when(county).then(pl.col("rest").str.extract(town, 1)).fill_null(""),
        rest=pl.when(county & pl.col("rest").str.contains(town))
        .then(pl.col("rest").str.extract(town, 2))
        .otherwise("rest"),
    )
    frame = _split_tail(frame)
    ended = pl.col("rest").str.extract_groups(f"^(.*?){known.form_pattern}").struct
    frame = frame.with_columns(
        form=pl.coalesce(_lookup(ended.field("3"), dict(known.forms)), "form"),
        group=pl.col("group") | ended.field("2").is_not_null(),
        core=ended.field("1").str.replace("^(.{2,})中国$", "${1}"),  # 雀巢中国 is 雀巢（中国）
    )
    plant = (pl.col("form") == "") & pl.col("core").str.contains(known.undertaking_end)
    frame = frame.with_columns(form=pl.when(plant).then(pl.lit("undertaking")).otherwise("form"))
    if node_type == "Organization":  # an office has no trade: 科学技术局 is what it is called
        return frame.with_columns(brand=pl.col("core"), business=pl.lit(""))
    return _branded(frame)


def _split_tail(frame: pl.DataFrame) -> pl.DataFrame:
    """tail and branch: what follows the first company, group or institution, and what stood in brackets."""
    known = words()
    head, tail = (pl.col("rest").str.extract(known.head_pattern, n) for n in (1, 2))
    ended = tail.str.contains(known.branch_pattern)
    formal = tail.str.replace(f"^(?:{either([*known.forms, '控股'])})+$", "") == ""
    inner = tail.is_not_null() & ~formal & (ended | ~head.str.contains(_WHOLE))
    plain_head, plain_tail = (pl.col("rest").str.extract(known.undertaking_pattern, n) for n in (1, 2))
    rest = pl.when(inner).then(head).when(~inner.fill_null(value=False)).then(plain_head)
    after = pl.when(inner).then(tail).when(~inner.fill_null(value=False)).then(plain_tail)
    frame = frame.with_columns(rest=pl.coalesce(rest, "rest"), after=after.fill_null(""))
    left_over = pl.col("rest").str.ends_with("分公司")  # a branch of we do not know what
    return frame.with_columns(
        branch=pl.col("after").str.contains(known.branch_pattern)
        | pl.col("note").str.contains(known.branch_pattern)
        | left_over,
        tail=_plain_tail(pl.col("after")) + _plain_tail(pl.col("note")),
    )


def _plain_tail(tail: pl.Expr) -> pl.Expr:
    """A branch or member as comparable text: 临沂市兰山分公司, 临沂兰山分公司."""
    forms = f"(?:{either(words().forms)})"
    return (
        tail.str.replace(f"^{forms}+", "")
        .str.replace("(?:股份有限|有限责任|有限)公司$", "")
        .str.replace_all("[市县区省](分|支|办|营)", "$1")
    )


def _branded(frame: pl.DataFrame) -> pl.DataFrame:
    """brand and business of a core. A core of business words alone is called by its place."""
    known = words()
    business = f"(?:{known.business})"
    parts = pl.col("core").str.extract_groups(f"^(.{{2,}}?)({business}.*)$").struct
    only = pl.col("core").str.contains(f"^{business}*$") & (pl.col("prefix") != "")
    place = _short_name(pl.col("prefix"))
    return frame.with_columns(
        brand=pl.when(only).then(place).otherwise(parts.field("1").fill_null(pl.col("core"))),
        business=pl.when(only)
        .then("core")
        .otherwise(parts.field("2"))
        .fill_null("")
        .str.replace_many(list(known.synonyms), list(known.synonyms.values()), leftmost=True),
    )


def _titled(frame: pl.DataFrame, node_type: str) -> pl.DataFrame:
    """A park, village, region, project or product: place, township, what it is called, and its kind."""
    kinds = dict(words().kinds[node_type])
    if node_type == "Park":
        frame = frame.with_columns(pl.col("rest").str.replace("园区", "园"))
    frame = _placed(frame, keep=2)
    town = "^([\u4e00-\u9fff]{1,6}?(?:镇+|乡|街道办事处|街道办|街道))(.{2,})$"
    if node_type not in {"Village", "Park"}:
        town = "^()$a"  # never
    frame = frame.with_columns(
        town=pl.col("rest").str.extract(town, 1).str.replace("(?:办事处|办)$", "").fill_null(""),
        core=pl.col("rest").str.extract(town, 2).fill_null(pl.col("rest")),
        tail=pl.col("note"),
        branch=pl.lit(False),
    )
    phase = f"(?:{_PHASE})$"
    frame = (
        frame.with_columns(pl.col("core").str.replace(phase, "")) if node_type not in {"Village", "Region"} else frame
    )
    if kinds:
        pattern = words().kind_pattern(node_type)
        ending = pl.col("core").str.extract(f"({pattern})")
        frame = frame.with_columns(
            form=_lookup(ending, kinds).fill_null(""),
            core=pl.col("core").str.replace(pattern, "").str.replace(phase, ""),
        )
    if node_type == "Village":  # 高庄村居委会
        frame = frame.with_columns(pl.col("core").str.replace("^(.{2,})村$", "${1}"))
    return _called_by_place(frame).with_columns(brand=pl.col("core"), business=pl.lit(""))


def _called_by_place(frame: pl.DataFrame) -> pl.DataFrame:
    """沂水经济开发区 is called 沂水. Without 县 that need not be the place: 庐山工业园 lies in 沂水县."""
    nameless = (pl.col("core") == "") & (pl.col("prefix") != "")
    place = _short_name(pl.col("prefix"))
    bare = nameless & (place.str.len_chars() == pl.col("length"))
    return frame.with_columns(
        core=pl.when(nameless).then(place).otherwise("core"),
        region=pl.when(bare).then(pl.lit("")).otherwise("region"),
    )


def _short_name(code: pl.Expr) -> pl.Expr:
    names = regions().names
    return code.replace_strict(list(names), list(names.values()), default="", return_dtype=pl.String)


def _numbered(frame: pl.DataFrame, node_type: str) -> pl.DataFrame:
    """numbers: of whole names. In names of places 三 is a name and no count."""
    pattern = "\\d+" if node_type in {"Village", "Region"} else _ORDINALS
    found = (
        frame["text"]
        .str.extract_all(pattern)
        .list.eval(pl.element().str.extract("([\\d.一二三四五六七八九十百零〇]+)"))
    )
    lists = pl.DataFrame({"found": found}).with_row_index()
    tokens = lists.explode("found").drop_nulls()
    distinct = tokens["found"].unique().to_list()
    figures = tokens.with_columns(_lookup(pl.col("found"), {token: _figure(token) for token in distinct}))
    joined = figures.sort("index", "found").group_by("index", maintain_order=True).agg(pl.col("found").str.join(","))
    numbers = lists.select("index").join(joined, on="index", how="left", maintain_order="left")["found"]
    return frame.with_columns(numbers=numbers.fill_null(""))


def _figure(token: str) -> str:
    """十二 → 12, 2号 → 2; a row of digits stays."""
    if not any(c in "十百" or c in _CHINESE_DIGITS for c in token):
        return token.strip(".").lstrip("0") or "0"
    total, digit = 0, 0
    for c in token:
        if c in "十百":
            total, digit = total + (digit or 1) * (10 if c == "十" else 100), 0
        elif c in _CHINESE_DIGITS:
            digit = digit * 10 + _CHINESE_DIGITS[c]
        elif c.isdigit():
            digit = digit * 10 + int(c)
    return str(total + digit)
