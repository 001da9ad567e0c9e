"""``dicycle serve``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import ledger_option, opened, settings_of, tells_errors

if TYPE_CHECKING:
    import socket

    from dicycle.bootstrap import Loop


@click.command()
@click.option("--host", default=None, help="The address to serve on [default: 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="The port [default: 8765; 0 any free one].")
@ledger_option
@tells_errors
def serve(host: str | None, port: int | None, ledger: Path | None) -> None:
    """Serve the ledger: the EPCIS 2.0 interface and the pages. Stop it with Ctrl-C."""
    settings = settings_of(host=host, port=port)
    with opened(ledger) as loop:
        serve_loop(loop, settings.host, settings.port)


def serve_loop(loop: "Loop", host: str, port: int, see: tuple[tuple[str, str], ...] = ()) -> None:
    """Serve until interrupted; says the address, and the pages worth a look."""
    import uvicorn

    from dicycle.server.app import create_app

    server = uvicorn.Server(
        uvicorn.Config(create_app(loop), log_level="warning", access_log=False, server_header=False)
    )
    with _listening(host, port) as listener:
        address = f"http://{host}:{listener.getsockname()[1]}"
        whom = "  (open to this machine only)" if _is_loopback(host) else ""
        click.echo(f"Dicycle serves {address}/{whom}")
        for path, what in see:
            click.echo(f"  {address}{path}  {what}")
        click.echo("Stop with Ctrl-C.")
        server.run(sockets=[listener])


def _listening(host: str, port: int) -> "socket.socket":
    """Return a socket that takes connections already, so that the address is true when it is said."""
    import socket

    from dicycle.errors import DicycleError
    from dicycle.findings import Finding

    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as wrong:
        listener.close()
        advice = "Choose another with --port, or stop what uses it."
        sentence = f"Port {port} on {host} cannot be used: {wrong.strerror}."
        raise DicycleError(Finding("serve.address", sentence, advice=advice)) from None
    return listener


def _is_loopback(host: str) -> bool:
    return host in ("127.0.0.1", "::1", "localhost")
