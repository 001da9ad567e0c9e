"""The installed `dicycle` as often as wanted, without the second that Python takes to import it each time.

One process has everything imported. Each command is a fork of it that takes over the caller's folder, environment and
files; what the caller starts is this file, which has the fork made, passes signals on to it and ends as it ended.
"""

import json
import os
import signal
import socket
import sys
from types import FrameType

_STANDARD = (0, 1, 2)


def called(place: str, arguments: list[str]) -> int:
    """Have a command run by the process that listens at a place; return its exit status."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(place)
        socket.send_fds(line, [b"."], _STANDARD)
        folder = os.getcwd()  # noqa: PTH109 - pathlib takes longer to import than all else here
        line.sendall(json.dumps([arguments, folder, dict(os.environ)]).encode())
        line.shutdown(socket.SHUT_WR)
        answers = line.makefile("r")
        process = int(answers.readline())

        def passed_on(number: int, _: FrameType | None) -> None:
            os.kill(process, number)

        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, passed_on)
        return int(answers.readline())


def serve(place: str, modules: list[str]) -> None:
    """Import modules, say so, and fork whenever someone calls, until killed or left alone by who started this."""
    import gc
    from importlib import import_module

    for name in modules:
        import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen(64)
        os.write(1, b"ready\n")
        listening.settimeout(2)
        starter = os.getppid()
        while True:
            try:
                line, _ = listening.accept()
            except TimeoutError:
                if os.getppid() != starter:
                    return
                continue
            if os.fork() == 0:
                break
            line.close()
        listening.close()
        _kept(line)


def _kept(line: socket.socket) -> None:
    """Fork once more; tell the caller which process that is and how it ended, while it goes on as the command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, files, _, _ = socket.recv_fds(line, 1, len(_STANDARD))
    arguments, folder, environment = json.load(line.makefile("rb"))
    process = os.fork()
    if process:
        line.sendall(b"%d\n" % process)
        for file in (*files, *_STANDARD):
            os.close(file)
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
        os._exit(0)
    line.close()
    for number, file in zip(_STANDARD, files, strict=True):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    _done(arguments)


def _done(arguments: list[str]) -> None:
    """Run a command and end as Python would; only memory is not tidied up, which takes longer than most commands."""
    import atexit
    import threading

    from dicycle.cli import main

    sys.argv = ["dicycle", *arguments]
    try:
        main()
    except SystemExit as ended:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else ended.code is not None)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2], sys.argv[3:])
    else:
        status = called(sys.argv[2], sys.argv[3:])
        if status < 0:
            signal.signal(-status, signal.SIG_DFL)
            os.kill(os.getpid(), -status)
        sys.exit(status)
