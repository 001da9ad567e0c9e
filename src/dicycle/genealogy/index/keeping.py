"""An index that follows its ledger, for a server: answers at once, brought up to date in the background."""

import logging
import threading
import time
from pathlib import Path
from typing import Final

from dicycle.errors import DicycleError
from dicycle.findings import Finding, Severity
from dicycle.genealogy.index.opening import Index, Opened, nothing
from dicycle.ledger.store import EventStore

_log: Final = logging.getLogger("dicycle.genealogy")

REST: Final = 4
"""After a refresh that took a second the next one waits four: it takes at most a fifth of a processor."""


class _Closing(Exception):
    """The keeper is being closed."""


class Keeper:
    """The genealogy of a ledger that grows; from any thread. Close it before the ledger."""

    def __init__(self, store: EventStore, folder: Path | None, *, every: float = 1.0) -> None:
        self._store, self._folder, self._every = store, folder, every
        self._index = Index(store, folder)
        self._turn = threading.Condition()
        self._now: Opened | None = None
        self._asked = self._closing = False
        self._hurried = self._failures = 0
        self._rest_until = 0.0
        self._thread: threading.Thread | None = None

    def current(self) -> Opened:
        """Return the genealogy as of the last refresh, at once; ask for the next one if the ledger has grown."""
        with self._turn:
            now = self._begun()
            if time.monotonic() >= self._rest_until and now.point.events != self._store.log_size():
                self._ask()
            return now

    def fresh(self, timeout: float | None = None) -> Opened:
        """Return the genealogy as soon as it reaches what the ledger is now; after `timeout` seconds as it is then.

        If it cannot be brought up to date, a finding says why.
        """
        size = self._store.log_size()
        with self._turn:
            now, failures = self._begun(), self._failures
            if now.point.events < size:
                self._hurried += 1
                try:
                    self._ask()
                    self._turn.wait_for(lambda: self._reached(size) or self._failures > failures, timeout)
                finally:
                    self._hurried -= 1
            return self._now or now

    def _reached(self, size: int) -> bool:
        return self._closing or (self._now is not None and self._now.point.events >= size)

    def _begun(self) -> Opened:
        """Return what there is; the first time, what was left by an earlier process."""
        if self._now is None:
            self._now = self._index.present() or nothing()
        return self._now

    def _ask(self) -> None:
        self._asked = True
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._run, name="dicycle-genealogy", daemon=True)
            self._thread.start()
        self._turn.notify_all()

    def _run(self) -> None:
        while self._awaited():
            began = time.monotonic()
            self._refresh()
            ended = time.monotonic()
            self._rest_until = ended + max(self._every, REST * (ended - began))

    def _awaited(self) -> bool:
        """Wait until a refresh is asked for and due; tell whether to go on."""
        with self._turn:
            while not self._closing:
                rest = 0.0 if self._hurried else self._rest_until - time.monotonic()
                if self._asked and rest <= 0:
                    self._asked = False
                    return True
                self._turn.wait(rest if self._asked else None)
            return False

    def _refresh(self) -> None:
        try:
            self._tell(self._index.refresh(self._go_on))
        except _Closing:
            return
        except DicycleError as error:
            _log.error("genealogy: %s", error)
            self._failed(str(error))
        except Exception as error:  # noqa: BLE001 - a defect must not end the thread: the next refresh may go well
            _log.exception("genealogy: a defect")
            self._failed(f"{type(error).__name__}: {error}")

    def _go_on(self, _done: int, _of: int) -> None:
        if self._closing:
            raise _Closing

    def _tell(self, opened: Opened) -> None:
        with self._turn:
            told = self._now.findings if self._now else ()
            self._now = opened
            self._turn.notify_all()
        for finding in opened.findings:
            if finding not in told:
                _log.warning("genealogy: %s", finding)

    def _failed(self, why: str) -> None:
        sentence = f"The genealogy index could not be brought up to date: {why}"
        finding = Finding("genealogy.index-behind", sentence, str(self._folder), Severity.WARNING)
        with self._turn:
            self._now = self._begun()._replace(findings=(finding,))
            self._failures += 1
            self._turn.notify_all()

    def close(self) -> None:
        """End what is being done in the background; what was read so far is kept."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()
