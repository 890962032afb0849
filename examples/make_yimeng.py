"""Write examples/yimeng: the files that the staff of an invented county would have. Same seed, same bytes.

python -m examples.make_yimeng [FOLDER]
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

from examples.office_files import Rows, write_document, write_workbook
from examples.yimeng_region import CHAIN_OF, WORDS, Enterprise, Region, Township

HERE = Path(__file__).parent
COUNTY: str = WORDS["county"]["name"]


def write_all(folder: Path) -> None:
    """All files of the county into ``folder``; files of other names are left alone."""
    region = Region()
    folder.mkdir(parents=True, exist_ok=True)
    for write in (_places, _enterprises, _ties, _classes, _sites, _projects, _people_and_honors, _dirt, _documents):
        write(region, folder)


def _csv(path: Path, rows: Rows, encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, lineterminator="\r\n").writerows(rows)


def _point(longitude: float, latitude: float) -> str:
    return f"{longitude:.5f},{latitude:.5f}"


def _places(region: Region, folder: Path) -> None:
    county, prefecture = WORDS["county"], WORDS["prefecture"]
    rows: list[list[Any]] = [["区划代码", "名称", "级别", "上级代码", "常住人口", "坐标"]]
    rows.append([prefecture["code"], prefecture["name"], "地级市", "", 3_980_000, "118.60000,35.30000"])
    rows.append([county["code"], county["name"], "县", prefecture["code"], 486_000, "118.28000,35.46000"])
    for t in region.townships:
        kind = t.name[-2:] if t.name.endswith("街道") else t.name[-1]
        people = region.rng.randint(21, 62) * 1000
        rows.append([t.code, t.name, kind, county["code"], people, _point(t.longitude, t.latitude)])
    _csv(folder / "01-行政区划.csv", rows)
    features = [_boundary(t) for t in region.townships]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    (folder / "02-乡镇边界.geojson").write_text(text + "\n", encoding="utf-8")
    write_workbook(folder / "03-村居名单.xlsx", {"村居": _villages(region)}, f"{COUNTY}村（居）基本情况表")


def _boundary(t: Township) -> dict[str, Any]:
    """A hexagon-like outline round the township's seat; neighbours nearly touch."""
    shape = [(-0.036, 0.0), (-0.021, 0.031), (0.019, 0.034), (0.037, 0.004), (0.022, -0.029), (-0.018, -0.033)]
    ring = [[round(t.longitude + x, 5), round(t.latitude + y, 5)] for x, y in [*shape, shape[0]]]
    return {
        "type": "Feature",
        "properties": {"区划代码": t.code, "名称": t.name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _villages(region: Region) -> Rows:
    rng = region.rng
    rows: list[list[Any]] = [
        [
            "序号",
            "所属乡镇",
            "村名",
            "村级代码",
            "户数",
            "户籍人口",
            "网商数",
            "网络零售额（万元）",
            "主营产品",
            "称号",
            "坐标",
        ]
    ]
    for number, v in enumerate(region.villages, 1):
        merchants = rng.choice([0, 2, 5, 9, 18, 46, 110, 160])
        products = rng.sample(WORDS["village_products"][v.township.chain], k=2 if merchants > 20 else 1)
        title = "淘宝村" if merchants > 100 else "电商村" if merchants > 40 else ""
        point = _point(v.township.longitude + rng.gauss(0, 0.015), v.township.latitude + rng.gauss(0, 0.012))
        households = rng.randint(180, 720)
        rows.append(
            [
                number,
                v.township.name,
                v.name,
                v.code,
                households,
                households * rng.randint(3, 4),
                merchants,
                merchants * rng.randint(9, 30),
                "、".join(products),
                title,
                point,
            ]
        )
    return rows


_ENTERPRISE_HEADS = {
    "above": [
        "企业名称",
        "统一社会信用代码",
        "企业类别",
        "登记状态",
        "成立日期",
        "注册资本（万元）",
        "法定代表人",
        "从业人数",
        "营业收入（万元）",
        "行业代码",
        "主营产品",
        "所属乡镇",
        "区划代码",
        "入驻园区",
        "注册地址",
        "经纬度",
    ],
    "below": [
        "单位名称",
        "信用代码",
        "类别",
        "经营状态",
        "成立时间",
        "注册资金(万元)",
        "法人代表",
        "用工人数",
        "年营业收入(万元)",
        "行业代码",
        "主要产品",
        "镇街",
        "区划代码",
        "所在园区",
        "地址",
        "坐标",
    ],
    "coop": [
        "合作社名称",
        "统一社会信用代码",
        "类别",
        "状态",
        "登记日期",
        "出资总额（万元）",
        "理事长",
        "成员数",
        "销售额（万元）",
        "行业代码",
        "主营产品",
        "乡镇",
        "区划代码",
        "园区",
        "住所",
        "经纬度",
    ],
}


def _enterprises(region: Region, folder: Path) -> None:
    groups: dict[str, list[Enterprise]] = {"above": [], "below": [], "coop": []}
    for e in region.enterprises:
        groups["coop" if "合作社" in e.name else "above" if e.revenue >= 2000 else "below"].append(e)
    above, below, coop = ([_ENTERPRISE_HEADS[k], *map(_enterprise_row, rows)] for k, rows in groups.items())
    write_workbook(folder / "04-规上企业名录.xlsx", {"名录": above}, f"{COUNTY}规模以上企业名录（2024年）")
    split = [row for row in below[1:] if str(row[9]) in _INDUSTRIES_OF_SHEET]
    rest = [row for row in below[1:] if str(row[9]) not in _INDUSTRIES_OF_SHEET]
    sheets = {"木业家居": [below[0], *split], "其他行业": [below[0], *rest]}
    write_workbook(folder / "05-规下企业名录.xlsx", sheets)
    write_workbook(folder / "06-农民专业合作社.xlsx", {"合作社": coop})


_INDUSTRIES_OF_SHEET = {code for code, chain in CHAIN_OF.items() if chain == "wood"}


def _enterprise_row(e: Enterprise) -> list[Any]:
    return [
        e.name,
        e.uscc,
        "、".join(e.kinds) or "—",
        "存续",
        e.founded,
        e.capital,
        e.head.name,
        e.employees,
        e.revenue,
        e.industry,
        "、".join(e.products),
        e.township.name,
        e.township.code,
        e.park or "",
        e.address,
        _point(e.longitude, e.latitude),
    ]


def _ties(region: Region, folder: Path) -> None:
    owners: list[list[Any]] = [
        ["股东名称", "股东信用代码", "被投资企业", "被投资企业信用代码", "持股比例", "认缴出资额（万元）"]
    ]
    owners += [
        [
            t.source.name,
            t.source.uscc,
            t.target.name,
            t.target.uscc,
            f"{t.value}%",
            round(t.target.capital * t.value / 100, 2),
        ]
        for t in region.holdings
    ]
    private: list[list[Any]] = [
        ["股东编号", "股东姓名", "企业名称", "统一社会信用代码", "持股比例（%）", "认缴出资额（万元）"]
    ]
    private += [
        [p.key, p.name, e.name, e.uscc, share, round(e.capital * share / 100, 2)]
        for p, e, share in region.private_holdings
    ]
    write_workbook(folder / "07-股东信息.xlsx", {"法人股东": owners, "自然人股东": private})
    roles: list[list[Any]] = [
        ["人员编号", "姓名", "性别", "出生年份", "任职企业", "统一社会信用代码", "职务", "任职开始日期"]
    ]
    roles += [[p.key, p.name, p.gender, p.birth_year, e.name, e.uscc, role, day] for p, e, role, day in region.roles]
    write_workbook(folder / "08-高管任职.xlsx", {"任职": roles})
    supplies: list[list[Any]] = [["供应商", "供应商信用代码", "客户", "客户信用代码", "供应产品", "年供货额(万元)"]]
    supplies += [
        [t.source.name, t.source.uscc, t.target.name, t.target.uscc, t.source.products[0], t.value]
        for t in region.supplies
    ]
    write_workbook(folder / "09-上下游供货.xlsx", {"供货关系": supplies})
    title = "企业对外担保台账（截至2024年12月31日）"
    write_workbook(folder / "10-对外担保台账.xlsx", {"担保": _guarantees(region)}, title)
    _csv(folder / "11-银行授信.csv", _loans(region), "gb18030")


def _guarantees(region: Region) -> Rows:
    rows: list[list[Any]] = [
        [
            "担保人",
            "担保人信用代码",
            "被担保人",
            "被担保人信用代码",
            "担保金额（万元）",
            "担保方式",
            "债权银行",
            "合同编号",
            "起始日期",
            "终止日期",
        ]
    ]
    banks = [name for name, kind in WORDS["organizations"] if kind == "银行" and "担保" not in name]
    for number, t in enumerate(region.guarantees, 1):
        year = region.rng.randint(2021, 2024)
        mode = region.rng.choice(["连带责任保证", "连带责任保证", "一般保证", "抵押"])
        bank = region.rng.choice(banks)
        rows.append(
            [
                t.source.name,
                t.source.uscc,
                t.target.name,
                t.target.uscc,
                t.value,
                mode,
                bank,
                f"DB{year}{number:04}",
                f"{year}-04-01",
                f"{year + 3}-04-01",
            ]
        )
    return rows


def _loans(region: Region) -> Rows:
    rows: list[list[Any]] = [
        ["银行", "借款企业", "借款企业信用代码", "授信额度（万元）", "年利率", "合同号", "起始日期"]
    ]
    banks = [name for name, kind in WORDS["organizations"] if kind == "银行"]
    largest = sorted(region.enterprises, key=lambda e: -e.revenue)[:70]
    for number, e in enumerate(largest, 1):
        amount = round(e.revenue * region.rng.uniform(0.1, 0.3), -1)
        rate = f"{region.rng.choice([3.45, 3.65, 3.85, 4.2, 4.35])}%"
        bank = region.rng.choice(banks)
        rows.append([bank, e.name, e.uscc, int(amount), rate, f"SX2024{number:04}", "2024-01-15"])
    return rows


def _classes(region: Region, folder: Path) -> None:
    names = {code: name for code, name, *_ in WORDS["industries"]}
    industries: list[list[Any]] = [["行业代码", "行业名称", "层级", "上级代码", "分类体系"]]
    industries += [
        [code, name, 4 if len(code) > 3 else 2, parent, "GB/T 4754"] for code, name, parent, *_ in WORDS["industries"]
    ]
    _csv(folder / "12-行业分类.csv", industries)
    links: list[list[Any]] = [["上游行业代码", "上游行业", "下游行业代码", "下游行业", "关系"]]
    links += [[up, names[up], down, names[down], "上游产业"] for down, ups in WORDS["upstream"].items() for up in ups]
    products = [["上游产品", "下游产品", "关系"]]
    products += [[up, down, "原料"] for down, ups in WORDS["upstream_products"].items() for up in ups]
    goods = [["产品名称", "所属行业代码"]]
    goods += [[name, code] for code, made in WORDS["products"].items() for name in made]
    clusters: list[list[Any]] = [["集群名称", "类别", "年产值", "主导行业代码"]]
    for name, kind, chain, output in WORDS["clusters"]:
        main = max((row for row in WORDS["industries"] if row[3] == chain), key=lambda row: row[4])
        clusters.append([name, kind, output, main[0]])
    members = [["集群名称", "成员企业", "统一社会信用代码"]]
    by_chain = {chain: name for name, _, chain, _ in WORDS["clusters"]}
    members += [[by_chain[e.chain], e.name, e.uscc] for e in region.enterprises if e.revenue > 3000]
    sheets = {"产品": goods, "产品上下游": products, "行业上下游": links, "集群": clusters, "集群成员": members}
    write_workbook(folder / "13-产业链.xlsx", sheets)


def _pick(region: Region, industry: str) -> Enterprise:
    return region.rng.choice(region.by_industry[industry])


def _sites(region: Region, folder: Path) -> None:
    rng = region.rng
    parks: list[list[Any]] = [
        [
            "园区名称",
            "园区类别",
            "级别",
            "所在乡镇",
            "面积",
            "闲置面积（平方米）",
            "主要功能",
            "建成时间",
            "主导产业",
            "运营单位",
            "入驻企业数",
        ]
    ]
    for name, kind, level, town, area, vacancy, functions, built, leading in WORDS["parks"]:
        count = sum(e.park == name for e in region.enterprises)
        operator = _pick(region, rng.choice(["I6420", "G5990", "F5294"])).name
        parks.append([name, kind, level, town, area, vacancy, functions, built, leading, operator, count])
    platforms: list[list[Any]] = [
        ["平台名称", "平台类型", "网址", "年交易额（万元）", "商家数", "上线时间", "运营企业"]
    ]
    platforms += [[*row, _pick(region, rng.choice(["I6420", "I6510"])).name] for row in WORDS["platforms"]]
    uses: list[list[Any]] = [["企业名称", "统一社会信用代码", "入驻平台", "店铺名称"]]
    for platform, chain in (
        ("板材汇", "wood"),
        ("柳编之家", "willow"),
        ("果蔬链", "food"),
        ("蒙川优选", "commerce"),
        ("云桥跨境", "willow"),
        ("蒙川直播港", "commerce"),
    ):
        merchants = [e for e in region.enterprises if e.chain == chain]
        uses += [[e.name, e.uscc, platform, f"{e.name[3:5]}旗舰店"] for e in rng.sample(merchants, 18)]
    bases: list[list[Any]] = [
        ["基地名称", "运营单位", "所在乡镇", "培训容量", "年培训人数", "培训内容", "设立时间"],
        *WORDS["bases"],
    ]
    facilities: list[list[Any]] = [["设施名称", "设施类别", "所在地", "面积（平方米）", "启用时间", "运营企业"]]
    facilities += [[*row, _pick(region, industry).name] for *row, industry in WORDS["facilities"]]
    write_workbook(folder / "14-园区.xlsx", {"园区": parks}, f"{COUNTY}园区基本情况")
    write_workbook(folder / "15-平台.xlsx", {"平台": platforms, "平台商家": uses})
    write_workbook(folder / "16-基地与设施.xlsx", {"培训基地": bases, "设施": facilities})
    organizations: list[list[Any]] = [["机构名称", "机构类别"], *WORDS["organizations"]]
    members: list[list[Any]] = [["协会名称", "会员企业", "统一社会信用代码", "会员类型"]]
    for name, chain in (
        ("蒙川县板材行业协会", "wood"),
        ("蒙川县柳编商会", "willow"),
        ("蒙川果蔬产业联盟", "food"),
        ("蒙川县电子商务协会", "commerce"),
    ):
        largest = sorted((e for e in region.enterprises if e.chain == chain), key=lambda e: -e.revenue)[:20]
        members += [[name, e.name, e.uscc, "会长单位" if not i else "会员"] for i, e in enumerate(largest)]
    partners = [["甲方", "乙方", "合作内容"]]
    schools = {"沂东职业学院": "共建实习基地", "沂东大学": "产品研发", "蒙川县职业中等专业学校": "订单培养"}
    for school, subject in schools.items():
        partners += [[school, rng.choice(region.enterprises).name, subject] for _ in range(5)]
    write_workbook(folder / "17-机构与协会.xlsx", {"机构": organizations, "协会会员": members, "合作": partners})


_STAGES = ["线索", "洽谈", "签约", "落地", "开工", "投产", "终止"]


def _projects(region: Region, folder: Path) -> None:
    rng = region.rng
    heads = [
        "项目编号",
        "项目名称",
        "项目类型",
        "项目进展",
        "计划总投资（万元）",
        "到位资金（万元）",
        "重点项目",
        "投资方",
        "落户地点",
        "行业代码",
        "签约日期",
        "开工日期",
        "投产日期",
        "签约活动",
        "责任单位",
        "备注",
    ]
    rows: list[list[Any]] = [heads]
    second = [[f"{name[:-2]}（二期）项目", kind, chain] for name, kind, chain in WORDS["projects"][:12]]
    kinds = WORDS["projects"] + second
    for number, (what, kind, chain) in enumerate(kinds, 1):
        stage = rng.choices(range(7), [4, 6, 8, 6, 8, 7, 1])[0]
        town = rng.choice([t for t in region.townships if t.chain == chain])
        outside = rng.random() < 0.3
        local = rng.choice([e for e in region.enterprises if e.chain == chain])
        investor = rng.choice(WORDS["investors"]) if outside else local.name
        planned = rng.choice([3000, 5000, 8000, 12000, 20000, 36000, 68000, 105000, 150000])
        paid = 0 if stage < 3 else int(planned * rng.uniform(0.1, 0.9)) if stage < 5 else planned
        name = f"{town.name[:-2] if town.name.endswith('街道') else town.name[:-1]}{what}"
        year = rng.randint(2021, 2024)
        rows.append(
            [
                f"XM{number:03}",
                name,
                kind,
                _STAGES[stage],
                planned,
                paid if stage > 2 else "",
                "是" if planned >= 36000 else "否",
                investor,
                town.name,
                local.industry,
                f"{year}-06-18" if stage > 1 else "",
                f"{year + 1}年3月" if stage in (4, 5) else "",
                f"{year + 2}年" if stage == 5 else "",
                "2024年二季度重点项目集中签约仪式" if stage > 1 and year == 2024 else "",
                "蒙川县投资促进中心" if outside else "蒙川县商务局",
                "总投资超过计划，待核" if number % 13 == 0 else "",
            ]
        )
    write_workbook(folder / "18-投资项目台账.xlsx", {"项目": rows}, f"{COUNTY}招商引资项目台账（2024年12月）")


def _people_and_honors(region: Region, folder: Path) -> None:
    rng = region.rng
    talents: list[list[Any]] = [
        ["人才编号", "姓名", "类别", "性别", "学历", "职称", "特长", "所在单位", "受训基地", "培训年份"]
    ]
    for number in range(1, 37):
        person = region.make_person()
        employer = rng.choice(region.enterprises)
        talents.append(
            [
                f"RC{number:03}",
                person.name,
                rng.choice(["电商人才", "带头人"]),
                person.gender,
                rng.choice(["大专", "本科", "硕士", "中专"]),
                rng.choice(["工程师", "经济师", "", "工艺美术师"]),
                rng.choice(["网店运营", "直播带货", "柳编技艺", "产品设计", "跨境电商", "数据分析、网店运营"]),
                employer.name,
                rng.choice(WORDS["bases"])[0],
                rng.randint(2019, 2024),
            ]
        )
    write_workbook(folder / "19-人才名录.xlsx", {"人才": talents})
    funds = [["资金名称", "资金类别", "金额", "年度", "出资单位", "用途"], *WORDS["funds"]]
    grants: list[list[Any]] = [["资金名称", "受资助企业", "统一社会信用代码", "资助金额（万元）", "年度"]]
    by_chain = {"蒙川县电商发展专项资金": "commerce", "蒙川县板材转型升级专项资金": "wood", "柳编贷": "willow"}
    for fund, chain in by_chain.items():
        members = [e for e in region.enterprises if e.chain == chain]
        grants += [[fund, e.name, e.uscc, rng.choice([10, 20, 30, 50]), 2024] for e in rng.sample(members, 8)]
    write_workbook(folder / "20-专项资金.xlsx", {"资金": funds, "拨付明细": grants})
    honors: list[list[Any]] = [["称号名称", "类别", "级别", "授予单位"], *WORDS["honors"]]
    awarded: list[list[Any]] = [["获评企业", "统一社会信用代码", "称号", "获评年份"]]
    for honor, chain, count in (
        ("高新技术企业", "wood", 7),
        ("省级专精特新中小企业", "wood", 4),
        ("蒙川县电商示范企业", "commerce", 12),
        ("农业产业化市级重点龙头企业", "food", 9),
        ("蒙川县电商示范企业", "willow", 6),
    ):
        members = [e for e in region.enterprises if e.chain == chain and "合作社" not in e.name]
        awarded += [[e.name, e.uscc, honor, rng.randint(2018, 2024)] for e in rng.sample(members, count)]
    parks: list[list[Any]] = [["获评园区", "称号", "获评年份"], ["蒙川县电商产业园", "省级电商示范基地", 2019]]
    write_workbook(folder / "21-荣誉称号.xlsx", {"称号": honors, "企业获评": awarded, "园区获评": parks})
    events = [["活动名称", "类别", "举办日期", "主办单位", "举办地点", "签约金额"], *WORDS["events"]]
    programmes = [["工程名称", "类别", "启动时间", "主要内容", "牵头单位"], *WORDS["programmes"]]
    write_workbook(folder / "22-活动与工程.xlsx", {"活动": events, "工程": programmes})


def _dirt(region: Region, folder: Path) -> None:
    """What a real list looks like before anybody has cleaned it."""
    good = [e for e in region.enterprises if e.industry == "F5294"][:6]
    rows: list[list[Any]] = [
        [
            "网商名称",
            "统一社会信用代码",
            "注册资金",
            "成立日期",
            "从业人数",
            "经营状态",
            "联系电话",
            "主营产品",
            "所属乡镇",
        ]
    ]
    rows += [
        [
            e.name,
            e.uscc,
            f"{e.capital}万人民币",
            e.founded,
            f"{e.employees}人",
            "在业",
            "0539-8000000",
            e.products[0],
            e.township.name,
        ]
        for e in good
    ]
    one, two, three = good[0], good[1], good[2]
    wrong = one.uscc[:-1] + ("0" if one.uscc[-1] != "0" else "1")
    rows += [
        ["蒙川县错码电商有限公司", wrong, "50万元", "2020-05-01", "6", "在业", "—", "山楂片", "云汀街道"],
        ["蒙川县短码商贸有限公司", "91379921MA3", "30万元", "2021/3/8", "4", "在业", "无", "柳编提篮", "柳织镇"],
        ["蒙川县五百网络科技有限公司", "", "五百", "2019年", "若干", "存续", "", "网络代运营服务", "文渡街道"],
        [
            "蒙川县全角电子商务有限公司",
            "",
            "１００万元",
            "２０１８－０６－０１",
            "１２",
            "正常",
            "N/A",
            "黄桃",
            "枣林湾镇",
        ],
        [
            two.name.replace("有限", " 有限"),
            two.uscc.lower(),
            "(万元)",
            "20170911",
            "null",
            "开业",
            "-",
            "—",
            "云汀街道",
        ],
        ["蒙川县二月商贸有限公司", "N/A", ">5", "2019-02-30", "3-5", "飞了", "不详", "柳编收纳筐", "柳织镇"],
        ["", "", "", "", "", "", "", "", ""],
        ["（以下空白）", "", "", "", "", "", "", "", ""],
        [three.name, three.uscc, "0", "43101", "1,200", "注销", "0539-8000001", "核桃", "不在本县"],
    ]
    _csv(folder / "99-网商登记（未清洗）.csv", rows, "gb18030")


def _documents(_region: Region, folder: Path) -> None:
    texts = HERE / "texts"
    for source in sorted(texts.glob("*.docx.txt")):
        write_document(folder / source.stem, source.read_text("utf-8"))
    for source in sorted(texts.glob("*.txt")):
        if not source.name.endswith(".docx.txt"):
            (folder / source.name).write_text(source.read_text("utf-8"), encoding="utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "yimeng")
