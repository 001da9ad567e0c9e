"""``dicycle serve``."""

from typing import TYPE_CHECKING, Final

import click

from dicycle.cli.common import ledger_option, opened, settings_of, tells_errors

if TYPE_CHECKING:
    import socket

    from dicycle.bootstrap import Loop
    from dicycle.settings import Settings

_WHO: Final = "Who may ask: open: everybody; tokens: who has one; auto: everybody until one is issued [default: auto]."


@click.command()
@click.option("--host", default=None, help="The address to serve on [default: 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="The port [default: 8765; 0 any free one].")
@click.option("--access", type=click.Choice(["auto", "open", "tokens"]), default=None, help=_WHO)
@ledger_option
@tells_errors
def serve(host: str | None, port: int | None, access: str | None, ledger: str | None) -> None:
    """Serve the ledger: the EPCIS 2.0 interface and the pages. Stop it with Ctrl-C."""
    settings = settings_of(host=host, port=port, access=access)
    with opened(ledger) as loop:
        serve_loop(loop, settings)


def serve_loop(loop: "Loop", settings: "Settings", see: tuple[tuple[str, str], ...] = ()) -> None:
    """Serve until interrupted; says the address, who may ask, and the pages worth a look."""
    import uvicorn

    from dicycle.ledger.subscribing.delivering import Webhooks
    from dicycle.server.access import Access
    from dicycle.server.app import create_app
    from dicycle.server.logs import config

    _check_lock(loop, settings)
    webhooks = Webhooks(settings.webhook_private, settings.webhook_timeout)
    app = create_app(loop, Access(settings.access, settings.host, settings.host_names), webhooks)
    server = uvicorn.Server(uvicorn.Config(app, log_config=config(), access_log=False, server_header=False))
    with _listening(settings.host, settings.port) as listener:
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{name}:{listener.getsockname()[1]}"
        click.echo(f"Dicycle serves {address}/  ({_whom(settings, is_open=app.state.keeper.is_open())})")
        for path, what in see:
            click.echo(f"  {address}{path}  {what}")
        click.echo("Stop with Ctrl-C.")
        server.run(sockets=[listener])
    if server.should_exit and not server.lifespan.should_exit:
        raise KeyboardInterrupt  # one that came while it was starting is otherwise lost on the way


def _check_lock(loop: "Loop", settings: "Settings") -> None:
    """Refuse to serve on a network without a lock, unless it was asked for; then say it aloud."""
    from dicycle.errors import InvalidInput
    from dicycle.ledger.access.tokens import ever_issued

    if _is_loopback(settings.host):
        return
    if settings.access == "open":
        click.echo(
            f"warning: WITHOUT A LOCK: whoever reaches {settings.host} reads everything here and adds events. "
            "Issue tokens, and leave out --access open.",
            err=True,
        )
    elif not ever_issued(loop.store):
        sentence = f"{settings.host} can be reached from elsewhere, and no token was issued yet."
        advice = "Issue one: dicycle tokens issue --role operator. To serve without a lock, say --access open."
        raise InvalidInput.because("serve.no-token", sentence, "host", advice)


def _whom(settings: "Settings", *, is_open: bool) -> str:
    if not is_open:
        return "tokens decide who may ask"
    return "open to this machine only" if _is_loopback(settings.host) else "OPEN TO WHOEVER REACHES IT"


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
    from dicycle.server.keeper import LOOPBACK

    return host in LOOPBACK
