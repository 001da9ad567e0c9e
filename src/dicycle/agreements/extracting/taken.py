"""The characters of a sentence that mentions have already, and a mention made of characters."""

from collections.abc import Iterable

from dicycle.agreements.extracting.parts import Mention


class Taken:
    """What was found in a sentence so far; who comes first keeps the characters."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self._spans: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Tell whether nobody has a stretch."""
        return not any(one < end and start < other for one, other in self._spans)

    def block(self, start: int, end: int) -> None:
        """Take a stretch without a mention."""
        self._spans.append((start, end))

    def take(self, found: Iterable[Mention]) -> None:
        """Take mentions whose characters are free."""
        for mention in found:
            if self.free(mention.start, mention.end):
                self.mentions.append(mention)
                self._spans.append((mention.start, mention.end))
                self._spans.extend(mention.short_spans)
