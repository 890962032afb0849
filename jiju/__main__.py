"""``python -m jiju`` is the command ``jiju``."""

from jiju.cli import main

main()
