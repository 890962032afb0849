"""A package beside Jiju adds a component and words by entry points."""

import subprocess
import sys
from pathlib import Path

PACKAGE = """
from pathlib import Path
from spacy.language import Language

LEXICONS = Path(__file__).parent
PLACE = {"after": "jiju_entities"}


@Language.factory("count_mentions")
def make(nlp, name):
    def count(doc):
        doc.user_data["mentions"] = len(doc._.facts.mentions)
        return doc

    return count
"""
ENTRY_POINTS = """
[spacy_factories]
count_mentions = extra_words:make

[jiju_components]
count_mentions = extra_words:PLACE

[jiju_lexicons]
extra = extra_words:LEXICONS
"""
PROGRAM = """
from nlp.pipeline import make_nlp
from ontology.model import load

doc = make_nlp(load())("青禾县见闻，由启明星科技有限公司运营的青禾跃迁谷开园。")
print(doc.user_data["mentions"], [m.text for m in doc._.facts.mentions if m.type == "PARK"])
"""


def test_a_package_adds_a_component_and_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "extra_words.py").write_text(PACKAGE, encoding="utf-8")
    (tmp_path / "names.yaml").write_text("PARK: {suffixes: {industrial: 跃迁谷}}\n", encoding="utf-8")
    told = tmp_path / "extra_words-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: extra-words\nVersion: 1.0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{PROGRAM}"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True)
    count, parks = done.stdout.split(" ", 1)
    assert int(count) >= 2
    assert "青禾跃迁谷" in parks
