"""Every setting is documented, and what is documented is a setting."""

import re
from pathlib import Path

from jiju.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs/settings.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `JIJU_([A-Z0-9_]+)`", PAGE, re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_documented_defaults_are_the_real_ones() -> None:
    rows = re.findall(r"^\| `JIJU_([A-Z0-9_]+)` \| `([^`]*)`", PAGE, re.MULTILINE)
    for name, default in rows:
        assert str(Settings.model_fields[name.lower()].default) == default, name
