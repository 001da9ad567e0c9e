"""One writer, many senders: what arrives together is made durable together.

A commit costs a flush of the disk whether it carries one event or a thousand, so the writer takes all that waits,
does it in one transaction, and answers everybody after the commit (convention 3).
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Final

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.ledger.store import EventStore, Writing

Work = Callable[[Writing], Any]
_TOGETHER: Final = 256
_log: Final = logging.getLogger("dicycle.writer")


class Writer:
    """Runs work inside transactions of a store, in the order it came, on a thread of its own."""

    def __init__(self, store: EventStore) -> None:
        self.after_commit: list[Callable[[], None]] = []
        """What to call when something became durable; it must be quick."""
        self._store = store
        self._waiting: SimpleQueue[tuple[Work, Future[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    def submit(self, work: Work) -> "Future[Any]":
        """Queue work; the future answers after its commit, with what the work returned or why it failed."""
        future: Future[Any] = Future()
        with self._starting:
            if self._closed:
                raise StoreError(Finding("store.closed", "The ledger is closed."))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="dicycle-writer", daemon=True)
                self._thread.start()
            self._waiting.put((work, future))
        return future

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._starting:
            self._closed = True
            self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, ended = [first], False
            while len(batch) < _TOGETHER and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    ended = True
                    break
                batch.append(following)
            # From here on a sender can no longer take its work back; one that did is left out.
            batch = [one for one in batch if one[1].set_running_or_notify_cancel()]
            if batch:
                self._commit(batch)
            if ended:
                return

    def _commit(self, batch: list[tuple[Work, "Future[Any]"]]) -> None:
        try:
            with self._store.writing() as writing:
                results = [work(writing) for work, _ in batch]
        except Exception as wrong:  # noqa: BLE001 - whatever it is belongs to the sender
            self._apart(batch, wrong)
        else:
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)
            self._tell()

    def _tell(self) -> None:
        """Call those who wait for commits; one that fails must not end the one thread that writes."""
        for tell in self.after_commit:
            try:
                tell()
            except Exception:  # noqa: BLE001 - what was committed stands, and the next sender waits
                _log.exception("who was to be told of a commit failed")

    def _apart(self, batch: list[tuple[Work, "Future[Any]"]], wrong: Exception) -> None:
        """Do the work of a failed batch one by one, so that one sender's failure is not another's."""
        if len(batch) == 1:
            batch[0][1].set_exception(wrong)
            return
        for one in batch:
            self._commit([one])
