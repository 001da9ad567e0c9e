"""Long work that somebody watches: how far it is, and whether it shall go on."""

from typing import Final

from dicycle.routing.matching.model import Enough, Progress

_OF: Final = 1000
_WHAT: Final = "matching modules"


class Watch:
    """Part of the work, from `start` on, a `share` of the whole; who watches the whole hears of all its parts."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress, self._start, self._share = progress, 0.0, 1.0
        self._whole, self.ended = self, False

    def part(self, start: float, share: float) -> "Watch":
        """Return a part of this part."""
        inner = Watch(self._progress)
        inner._start, inner._share, inner._whole = self._start + start * self._share, share * self._share, self._whole
        return inner

    def goes_on(self, done: float) -> bool:
        """Tell how much of this part is done; return whether the work shall go on."""
        if self._progress is not None and not self._whole.ended:
            try:
                self._progress(int(_OF * (self._start + done * self._share)), _OF, _WHAT)
            except Enough:
                self._whole.ended = True
        return not self._whole.ended

    def done(self) -> None:
        """Tell that all is done; it is too late to end it."""
        if self._progress is not None:
            try:
                self._progress(_OF, _OF, "done")
            except Enough:
                return


QUIET: Final = Watch()
"""Nobody watches."""
