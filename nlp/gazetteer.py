"""Names that are known already, found in a text in one pass however many they are."""

from collections.abc import Iterator, Mapping

import ahocorasick


class Gazetteer:
    """Names, each with its type as the gold writes it. Where names overlap the first and then the longest counts."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.types = frozenset(names.values())
        self._automaton = ahocorasick.Automaton()
        for name, node_type in names.items():
            if name:
                self._automaton.add_word(name, (len(name), node_type))
        self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._automaton)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """start, end and type of each name that stands in the text."""
        if len(self):
            for last, (length, node_type) in self._automaton.iter_long(text):
                yield last + 1 - length, last + 1, node_type
