"""A Spark cluster of the tests' own on the loopback: a master and workers, each a process; gone when it is closed."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

_READY: Final = re.compile(r"spark://127\.0\.0\.1:\d+")
_PATIENCE: Final = 300.0
_SHORT: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For machines that live for minutes: to optimise the code takes longer than to run it as it is."""
_MASTER, _WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"


def missing() -> str | None:
    """Return what keeps a cluster from being started here, None if nothing does."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return None if shutil.which("java") or os.environ.get("JAVA_HOME") else "there is no Java"


def program(name: str) -> str:
    """Return the path of one of Spark's programs, such as spark-submit."""
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "bin" / name)


def surroundings() -> dict[str, str]:
    """Return the environment that keeps Spark on the loopback, with this Python."""
    return os.environ | {
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_DAEMON_MEMORY": "256m", "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_JAVA_OPTS": _SHORT,
    }  # fmt: skip


class Cluster:
    """The address of a master, the processes, and the folder of their logs and work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.address = ""

    def start(self, workers: int, memory: str) -> None:
        """Start a master, then workers of one core each; wait until all of them know each other."""
        local = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self._start("master", _MASTER, *local)
        self.address = self._said("master", _READY)
        for number in range(workers):
            work = self.folder / f"work-{number}"
            self._start(f"worker-{number}", _WORKER, *local, "-c", "1", "-m", memory, "-d", str(work), self.address)
        for number in range(workers):
            self._said(f"worker-{number}", re.compile("Successfully registered with master"))

    def _start(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [program("spark-class"), *arguments], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env=surroundings(), cwd=self.folder,
            )  # fmt: skip

    def log(self, name: str) -> str:
        """Return what a process said so far."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _said(self, name: str, wanted: re.Pattern[str]) -> str:
        patience = time.monotonic() + _PATIENCE
        while time.monotonic() < patience and self.processes[name].poll() is None:
            if found := wanted.search(self.log(name)):
                return found[0]
            time.sleep(0.1)
        raise RuntimeError(f"{name} did not start:\n{self.log(name)[-2000:]}")

    def submit(self, *arguments: str, memory: str = "1g", settings: dict[str, Any] | None = None) -> str:
        """Run an application on the cluster and return what it printed."""
        chosen = {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4", "spark.executor.memory": memory, "spark.log.level": "WARN",
            "spark.driver.extraJavaOptions": _SHORT, "spark.executor.extraJavaOptions": _SHORT,
        } | (settings or {})  # fmt: skip
        configured = [part for name, value in chosen.items() for part in ("--conf", f"{name}={value}")]
        command = [program("spark-submit"), "--master", self.address, *configured, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings(), cwd=self.folder, check=False)
        if done.returncode:
            raise RuntimeError(f"the application failed:\n{done.stderr[-4000:]}")
        return done.stdout

    def stop(self) -> None:
        """End the processes that were started here, workers first, and wait for each."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """Run a cluster for a while."""
    one = Cluster(folder)
    try:
        one.start(workers, memory)
        yield one
    finally:
        one.stop()
