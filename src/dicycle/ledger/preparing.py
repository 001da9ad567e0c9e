"""Reading events ahead in processes of their own, so that one core decodes while another writes.

The children are plain ``python -m dicycle.ledger.preparing`` with frames on their pipes: a length in eight bytes, then
MessagePack. They end when their standard input does, also when the parent dies.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any, Final

import msgspec
from msgspec import Struct

from dicycle.errors import DicycleError, InvalidEvent
from dicycle.findings import Finding
from dicycle.ledger.decode import decode_event
from dicycle.ledger.entry import Entry, entry_of
from dicycle.ledger.strict import BOM

_MOST: Final = 4
_LENGTH: Final = 8


class Prepared(Struct, array_like=True, gc=False):
    """Lines that were read together: the sound ones as entries with their numbers, and what is wrong with others."""

    entries: list[Entry]
    lines: list[int]
    findings: list[Finding]
    refused: int


def prepare(lines: Sequence[bytes], before: int, name: str) -> Prepared:
    """Read NDJSON lines; `before` is the number of the line before the first, `name` the file's for findings."""
    out = Prepared([], [], [], 0)
    for number, line in enumerate(lines, before + 1):
        text = line.removeprefix(BOM).strip()
        if not text:
            continue
        try:
            out.entries.append(entry_of(decode_event(text)))
            out.lines.append(number)
        except InvalidEvent as wrong:
            out.findings.extend(finding.at(f"{name}:{number}#") for finding in wrong.findings)
            out.refused += 1
    return out


class Preparers:
    """Some children that prepare lines; ask with `submit`, and close when done."""

    def __init__(self, count: int | None = None) -> None:
        count = count or max(1, min(_MOST, (os.cpu_count() or 1) - 1))
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._children = [_child() for _ in range(count)]
        for child in self._children:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="dicycle-preparer")

    def submit(self, lines: Sequence[bytes], before: int, name: str) -> "Future[Prepared]":
        """Queue lines; the future has what `prepare` returns."""
        return self._threads.submit(self._ask, lines, before, name)

    def close(self) -> None:
        """End the children."""
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
            child.wait()

    def _ask(self, lines: Sequence[bytes], before: int, name: str) -> Prepared:
        child = self._idle.get()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _send(child.stdin, (list(lines), before, name))
            return msgspec.msgpack.decode(_receive(child.stdout), type=Prepared)
        except (BrokenPipeError, EOFError):
            sentence = "The process that reads events ahead has ended."
            raise DicycleError(Finding("import.helper-ended", sentence, name, advice="Run the import again.")) from None
        finally:
            self._idle.put(child)


def _child() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "dicycle.ledger.preparing"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _send(pipe: IO[bytes], value: Any) -> None:
    frame = msgspec.msgpack.encode(value)
    pipe.write(len(frame).to_bytes(_LENGTH, "big"))
    pipe.write(frame)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH)
    size = int.from_bytes(head, "big")
    frame = pipe.read(size) if len(head) == _LENGTH else b""
    if not head or len(frame) != size:
        raise EOFError
    return frame


def main() -> None:
    """Answer frames until standard input ends."""
    import gc

    gc.set_threshold(100_000, 50, 100)
    while True:
        try:
            frame = _receive(sys.stdin.buffer)
        except (EOFError, KeyboardInterrupt):
            return
        lines, before, name = msgspec.msgpack.decode(frame, type=tuple[list[bytes], int, str])
        _send(sys.stdout.buffer, prepare(lines, before, name))


if __name__ == "__main__":
    main()
