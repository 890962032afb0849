"""What every kind of value can do."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ontology.declarations import Property


class Kind:
    """Parse a cell, format it again, and reduce it to text that compares. parse(format(v)) equals v."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> Any:
        """The value; raises ValueRefused with what to write instead. ``raw`` is never blank."""
        raise NotImplementedError

    def format(self, prop: "Property", value: Any, lang: str) -> str:
        """The value as a person reads it."""
        return str(value)

    def normalise(self, prop: "Property", value: Any) -> str:
        """Equal values give equal text, and only they."""
        return str(value)
