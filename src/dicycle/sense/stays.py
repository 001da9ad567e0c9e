"""What is inside of what while histories are gone through: stays begin, end, and contradict each other."""

from array import array
from typing import Final

from dicycle.sense.books import Books
from dicycle.sense.moves import Tell

NONE: Final = -1
Stay = tuple[int, int]
"""(parent, event that put the child in)."""


class Stays:
    """Which thing is in which at the moment; a thing may be built into one parent and packed into another around it.

    `born` has the event in which each thing began: from then on it is known where a thing was.
    """

    def __init__(self, books: Books, born: "array[int]", tell: Tell) -> None:
        self._books, self._born, self._tell = books, born, tell
        blank = array("i", [NONE]) * len(books.things)
        self._fixed, self._fixed_by = blank[:], blank[:]
        self._loose: dict[int, Stay] = {}
        self._inside: dict[int, array[int]] = {}
        self._left: dict[tuple[int, int], int] = {}
        self._emptied: dict[int, int] = {}
        self._whole: dict[int, int] = {}

    def succeed(self, ended: list[int], successor: int) -> None:
        """Hand the parts of what ended on to its second life."""
        for old in ended:
            for child in list(self._inside.pop(old, ())):
                self._inside.setdefault(successor, array("I")).append(child)
                if child in self._loose:
                    self._loose[child] = successor, self._loose[child][1]
                else:
                    self._fixed[child] = successor

    def parent(self, thing: int) -> int:
        """Return what a thing is inside of, NONE if nobody told."""
        loose = self._loose.get(thing)
        return loose[0] if loose is not None else self._fixed[thing]

    def stay(self, thing: int) -> Stay:
        """Return what a thing is inside of, and the event that put it there."""
        return self._loose.get(thing) or (self._fixed[thing], self._fixed_by[thing])

    def built_in(self, thing: int) -> Stay:
        """Return what a thing is built into, and the event that did it; packing does not count."""
        return self._fixed[thing], self._fixed_by[thing]

    def scatter(self, parent: int) -> None:
        """Forget what is inside of a thing."""
        for child in list(self._inside.get(parent, ())):
            self.leave(child)

    def leave(self, thing: int) -> None:
        """Forget what a thing is inside of."""
        for parent in {self._loose.pop(thing, (NONE, NONE))[0], self._fixed[thing]} - {NONE}:
            held = self._inside.get(parent)
            if held is not None and thing in held:
                held.remove(thing)
        self._fixed[thing] = self._fixed_by[thing] = NONE

    def put(self, event: int, child: int, parent: int, fixed: bool) -> None:
        """A child is put into a parent: built in (`fixed`), or packed."""
        if child == parent:
            return
        if self._fixed[child] == NONE and child not in self._loose and child not in self._inside:
            self._go_in(event, child, parent, fixed)
            return
        before, by = (self._fixed[child], self._fixed_by[child]) if fixed else self._loose.get(child, (NONE, NONE))
        if before == parent:
            if by == event:
                return
            self._tell("child-already-inside", "{thing} is put in by {0}, and {1} did it already.", child, event, by)
            return
        if child in self._inside and self._holds(child, parent):
            sentence = "{thing} is put in by {0} into something that is inside of it."
            self._tell("inside-itself", sentence, child, event)
            return
        other, other_by = self.stay(child)
        if other != NONE and self._holds(parent, other):
            return
        if other != NONE and not self._holds(other, parent):
            sentence = "{thing} is put in by {0} while it is inside of what {1} put it into."
            self._tell("child-of-two-parents", sentence, child, event, other_by)
            self.leave(child)
        self._go_in(event, child, parent, fixed)

    def _go_in(self, event: int, child: int, parent: int, fixed: bool) -> None:
        held = self._inside.get(parent)
        if held is None:
            held = self._inside[parent] = array("I")
        held.append(child)
        if fixed:
            self._fixed[child], self._fixed_by[child] = parent, event
        else:
            self._loose[child] = parent, event

    def _holds(self, outer: int, inner: int) -> bool:
        """Tell whether something is inside of another, at any depth."""
        seen = {inner}
        while (inner := self.parent(inner)) != NONE and inner not in seen:
            if inner == outer:
                return True
            seen.add(inner)
        return False

    def take(self, event: int, child: int, parent: int) -> None:
        """A child is taken out of a parent."""
        if self._fixed[child] == parent or self._loose.get(child, (NONE, NONE))[0] == parent:
            self._release(child, parent)
            self._left[child, parent] = event
            return
        other, by = self.stay(child)
        gone = self._left.get((child, parent), NONE)
        if self._holds(parent, child) or gone == event:
            return
        if other != NONE:
            sentence = "{thing} is taken out by {0}, but it is inside of what {1} put it into."
            self._tell("child-not-inside", sentence, child, event, by)
        elif gone != NONE:
            self._tell("child-not-inside", "{thing} is taken out by {0}, and {1} did it already.", child, event, gone)
        elif (known := self._known(child, parent)) != NONE:
            sentence = "{thing} is taken out by {0}, and no event since {1} put it in."
            self._tell("child-not-inside", sentence, child, event, known)
        self._left[child, parent] = event

    def _known(self, child: int, parent: int) -> int:
        """Return the event since which a child, or what is in a parent, is known; NONE where it is not."""
        if self._born[child] != NONE:
            return self._born[child]
        if self._born[parent] != NONE:
            return self._born[parent]
        return self._whole.get(parent, NONE)

    def _release(self, child: int, parent: int) -> None:
        if self._loose.get(child, (NONE, NONE))[0] == parent:
            del self._loose[child]
        if self._fixed[child] == parent:
            self._fixed[child] = self._fixed_by[child] = NONE
        held = self._inside[parent]
        if child in held:
            held.remove(child)

    def empty(self, event: int, parent: int) -> None:
        """All that is in a parent is taken out."""
        for child in list(self._inside.get(parent, ())):
            self._release(child, parent)
            self._left[child, parent] = event
        if self._whole.get(parent, NONE) == NONE:
            self._emptied.setdefault(parent, event)

    def assemble(self, event: int, parent: int) -> None:
        """From its first assembly on it is known what is in a thing."""
        if parent not in self._whole:
            self._whole[parent] = event
            emptied = self._emptied.get(parent, NONE)
            if emptied != NONE and self._books.times[emptied] < self._books.times[event]:
                sentence = "{thing} is emptied in {0}, before it is assembled in {1}."
                self._tell("child-not-inside", sentence, parent, emptied, event)
