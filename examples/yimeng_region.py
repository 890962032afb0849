"""An invented county: townships, villages, enterprises and who is tied to whom, from one seed."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ontology.values import uscc_check_digit

WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "yimeng_words.yaml").read_text("utf-8"))
ENTERPRISES = 300
VILLAGES_A_TOWNSHIP = 5
#: How many of 100 enterprises work in a chain.
CHAIN_SHARE = {"wood": 35, "food": 25, "willow": 22, "commerce": 18}


@dataclass(frozen=True)
class Township:
    code: str
    name: str
    chain: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    township: Township


@dataclass
class Person:
    key: str
    name: str
    gender: str
    birth_year: int


@dataclass
class Enterprise:
    name: str
    uscc: str
    industry: str
    township: Township
    products: list[str]
    founded: str
    capital: int  # 万元
    employees: int
    revenue: int  # 万元
    address: str
    longitude: float
    latitude: float
    head: Person
    park: str | None = None
    group: str | None = None
    kinds: list[str] = field(default_factory=list)

    @property
    def chain(self) -> str:
        return CHAIN_OF[self.industry]


@dataclass(frozen=True)
class Tie:
    """Something between two enterprises."""

    source: Enterprise
    target: Enterprise
    value: Any = None


CHAIN_OF: dict[str, str] = {code: chain for code, _, _, chain, _ in WORDS["industries"] if chain}


def make_uscc(rng: random.Random, kind: str = "91") -> str:
    """A valid code in the county's own, unused division block; kind 93 is a cooperative."""
    digits = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organisation = "MA" + "".join(rng.choice(digits) for _ in range(6))
    # GB 11714: the ninth character of the organisation's code checks the first eight
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = (int(c) if c.isdigit() else ord(c) - 55 for c in organisation)
    check = (11 - sum(v * w for v, w in zip(values, weights, strict=True)) % 11) % 11
    body = f"{kind}{WORDS['county']['code']}{organisation}{'X' if check == 10 else check}"
    return body + uscc_check_digit(body)


class Region:
    """Everything that is so in the county, the same for the same seed."""

    def __init__(self, seed: int = 20241231) -> None:
        self.rng = random.Random(seed)
        self.townships = list(self._townships())
        self.villages = list(self._villages())
        self.people: list[Person] = []
        self.enterprises = list(self._enterprises())
        self.by_industry: dict[str, list[Enterprise]] = {}
        for enterprise in self.enterprises:
            self.by_industry.setdefault(enterprise.industry, []).append(enterprise)
        self.supplies = list(self._supplies())
        self.holdings = list(self._holdings())
        self.private_holdings = list(self._private_holdings())
        self.roles = list(self._roles())
        self.guarantees = list(self._guarantees())

    def _townships(self) -> Iterator[Township]:
        county = WORDS["county"]["code"]
        for number, (name, chain, longitude, latitude) in enumerate(WORDS["townships"], 1):
            offset = 0 if name.endswith("街道") else 98
            yield Township(f"{county}{number + offset:03}", name, chain, longitude, latitude)

    def _villages(self) -> Iterator[Village]:
        names = WORDS["villages"].split()
        for index, name in enumerate(names):
            township = self.townships[index // VILLAGES_A_TOWNSHIP]
            number = 200 + index % VILLAGES_A_TOWNSHIP
            suffix = "社区" if township.name.endswith("街道") else "村"
            yield Village(f"{township.code}{number}", f"{name}{suffix}", township)

    def make_person(self) -> Person:
        name = self.rng.choice(WORDS["surnames"].split()) + self.rng.choice(WORDS["given"].split())
        gender = self.rng.choice(["男", "男", "女"])
        person = Person(f"MC{len(self.people) + 1:04}", name, gender, self.rng.randint(1958, 1998))
        self.people.append(person)
        return person

    def _industries(self) -> list[str]:
        chosen: list[str] = []
        for chain, share in CHAIN_SHARE.items():
            weights = {code: weight for code, _, _, of, weight in WORDS["industries"] if of == chain}
            count = ENTERPRISES * share // 100
            total = sum(weights.values())
            part = [code for code, weight in weights.items() for _ in range(count * weight // total)]
            part += self.rng.choices(list(weights), list(weights.values()), k=count - len(part))
            chosen += part
        return chosen

    def _enterprises(self) -> Iterator[Enterprise]:
        taken: set[str] = set()
        heads: dict[str, list[Person]] = {}
        for industry in self._industries():
            chain = CHAIN_OF[industry]
            name = self._name(industry, taken)
            home = [t for t in self.townships if t.chain == chain]
            away = [t for t in self.townships if t.chain != chain]
            township = self.rng.choice(home if self.rng.random() < 0.9 else away)
            known = heads.setdefault(chain, [])
            head = self.rng.choice(known) if known and self.rng.random() < 0.14 else self.make_person()
            known.append(head)
            yield self._enterprise(name, industry, township, head)

    def _name(self, industry: str, taken: set[str]) -> str:
        prefix = WORDS["county"]["name"]
        brands = WORDS["brands"][CHAIN_OF[industry]].split()
        names = [f"{prefix}{b}{ending}" for b in brands for ending in WORDS["endings"][industry]]
        name = self.rng.choice([n for n in names if n not in taken])
        taken.add(name)
        return name

    def _enterprise(self, name: str, industry: str, township: Township, head: Person) -> Enterprise:
        rng = self.rng
        revenue = int(rng.lognormvariate(7.4, 1.1))
        employees = max(3, int(revenue / rng.uniform(25, 80)))
        village = rng.choice([v for v in self.villages if v.township == township])
        year = rng.randint(1998, 2023)
        products = WORDS["products"][industry]
        return Enterprise(
            name=name,
            uscc=make_uscc(rng, "93" if "合作社" in name else "91"),
            industry=industry,
            township=township,
            products=rng.sample(products, k=min(len(products), rng.choice([1, 1, 2]))),
            founded=f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            capital=rng.choice([50, 100, 100, 200, 300, 500, 500, 800, 1000, 2000, 3000, 5000]),
            employees=employees,
            revenue=revenue,
            address=f"{WORDS['county']['name']}{township.name}{village.name}{rng.randint(1, 300)}号",
            longitude=round(township.longitude + rng.gauss(0, 0.012), 5),
            latitude=round(township.latitude + rng.gauss(0, 0.009), 5),
            head=head,
            park=self._park(township, industry),
            kinds=self._kinds(name, industry, revenue),
        )

    def _park(self, township: Township, industry: str) -> str | None:
        local = [p[0] for p in WORDS["parks"] if p[3] == township.name]
        logistics = [p for p in local if "物流" in p] if industry.startswith("G") else []
        choice = logistics or [p for p in local if "物流" not in p]
        return self.rng.choice(choice) if choice and self.rng.random() < 0.6 else None

    def _kinds(self, name: str, industry: str, revenue: int) -> list[str]:
        kinds = ["规上企业"] if revenue >= 2000 else []
        kinds += ["龙头企业"] if revenue >= 9000 else ["骨干企业"] if revenue >= 5000 else []
        kinds += ["合作社"] if "合作社" in name else []
        kinds += ["网商"] if industry in ("F5294", "I6420") else []
        kinds += ["物流企业"] if industry.startswith("G") else []
        inventive = industry in ("I6510", "C2651", "C3524", "C2110") and revenue > 3000
        return kinds + (["高新技术企业"] if inventive else [])

    def _supplies(self) -> Iterator[Tie]:
        """Suppliers come from the industries upstream, mostly of the same or a neighbouring township."""
        tied: set[tuple[str, str]] = set()
        for customer in self.enterprises:
            for industry in WORDS["upstream"].get(customer.industry, []):
                candidates = self.by_industry.get(industry, [])
                weights = [self._closeness(customer, c) for c in candidates]
                for _ in range(self.rng.choice([1, 2, 2, 3])):
                    supplier = self.rng.choices(candidates, weights)[0]
                    pair = (supplier.uscc, customer.uscc)
                    if supplier is not customer and pair not in tied:
                        tied.add(pair)
                        yield Tie(supplier, customer, self.rng.randint(15, 900))

    def _closeness(self, one: Enterprise, other: Enterprise) -> float:
        if one.township == other.township:
            return 12.0
        return 4.0 if one.township.chain == other.township.chain else 0.6

    def _holdings(self) -> Iterator[Tie]:
        """Eight groups: a parent with subsidiaries, some of them with their own, and two cross-holdings."""
        parents = sorted(self.enterprises, key=lambda e: -e.revenue)
        chains = ["wood", "wood", "wood", "food", "food", "willow", "willow", "commerce"]
        free = [e for e in self.enterprises if "合作社" not in e.name]
        for chain in chains:
            parent = next(e for e in parents if e.chain == chain and e.group is None and e in free)
            parent.group = parent.name
            members = self.rng.sample([e for e in free if e.group is None and e.chain == chain], 5)
            for number, member in enumerate(members):
                member.group = parent.name
                owner = parent if number < 3 else members[number - 3]
                yield Tie(owner, member, self.rng.choice([51, 60, 67, 70, 80, 100]))
            if chain in ("wood", "food"):
                yield Tie(members[0], parent, 5)

    def _private_holdings(self) -> Iterator[tuple[Person, Enterprise, int]]:
        owned = Counter[str]()
        for tie in self.holdings:
            owned[tie.target.uscc] += tie.value
        for enterprise in self.enterprises:
            left = 100 - owned[enterprise.uscc]
            if left == 100 and self.rng.random() < 0.35:
                continue  # shareholders not known
            first = left if self.rng.random() < 0.4 else self.rng.randrange(left // 2, left + 1, 1)
            if first:
                yield enterprise.head, enterprise, first
            if left - first >= 10:
                partner = self.rng.choice(self.people) if self.rng.random() < 0.25 else self.make_person()
                if partner is not enterprise.head:
                    yield partner, enterprise, left - first

    def _roles(self) -> Iterator[tuple[Person, Enterprise, str, str]]:
        for enterprise in self.enterprises:
            coop = "合作社" in enterprise.name
            yield enterprise.head, enterprise, "理事长" if coop else "法定代表人", enterprise.founded
            if enterprise.revenue > 4000 and not coop:
                yield enterprise.head, enterprise, "董事长", enterprise.founded
                others = self.rng.sample(self.people, 2)
                yield others[0], enterprise, "总经理", f"{self.rng.randint(2015, 2024)}-03-01"
                yield others[1], enterprise, "监事", f"{self.rng.randint(2015, 2024)}-06-01"

    def _guarantees(self) -> Iterator[Tie]:
        """Circles inside chains, and single guarantees within groups and between neighbours."""
        for chain, size in (("wood", 3), ("wood", 5), ("wood", 4), ("food", 3), ("willow", 3), ("commerce", 4)):
            sizable = [e for e in self.enterprises if e.chain == chain and e.revenue > 800]
            members = self.rng.sample(sizable, size)
            for number, member in enumerate(members):
                yield Tie(member, members[(number + 1) % size], self.rng.choice([200, 300, 500, 800, 1000]))
        for tie in self.holdings[::2]:
            if tie.value > 5:
                yield Tie(tie.source, tie.target, self.rng.choice([500, 1000, 1500]))
        for _ in range(28):
            one, other = self.rng.sample(self.enterprises, 2)
            if one.township == other.township or one.chain == other.chain:
                yield Tie(one, other, self.rng.choice([100, 200, 300]))
