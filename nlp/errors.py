"""Errors of reading documents.

Refusal
└── DocumentError      a file that cannot be read as a document: says which, why and the way out
"""

from ontology.errors import Refusal


class DocumentError(Refusal):
    """A file cannot be read as a document."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file
        self.message = message
