"""Text that a spreadsheet would run as a formula (CSV injection), made text again.

A cell of somebody else's file may say ``=HYPERLINK(…)`` or ``=cmd|…``. In a CSV, where a cell has no type, it would be
run by whoever opens the file (owasp.org/www-community/attacks/CSV_Injection).
"""

import re

#: What a formula begins with; the full-width forms count where the machine is set to Chinese or Japanese.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: A sign before digits, as of numbers and telephone numbers, or alone, as of a blank: nothing that could be called.
_PLAIN = re.compile(r"[+\-＋－][\d\s.,%()\-]*")


def runs(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula that does something."""
    return text.lstrip(" ").startswith(STARTS) and not _PLAIN.fullmatch(text.strip(" "))


def kept_text(text: str) -> str:
    """The text as a CSV may hold it: a leading apostrophe keeps what would be run from being run."""
    return f"'{text}" if runs(text) else text


def told_text(text: str) -> str:
    """What ``kept_text`` was given, when what it gave is read again."""
    return text[1:] if text.startswith("'") and runs(text[1:]) else text
