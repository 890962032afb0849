"""Errors of this room.

Refusal
└── AnalysisRefused    a parameter out of range: names it and what is possible
"""

from ontology.errors import Refusal


class AnalysisRefused(Refusal, ValueError):  # noqa: N818 - the family name of all our errors
    """A computation was refused: the text names the parameter and what it may be."""
