"""The demonstration: `entrepairs demo` plays the whole program with simulated phones in a browser."""

import asyncio
import signal
import webbrowser
from pathlib import Path

import typer


def run(*, port: int, browser: bool, data: Path, fresh: bool) -> None:
    """Serve the page until Ctrl-C; raises Trouble when the port or the data folder is taken."""
    asyncio.run(_run(port, browser, data, fresh))


async def _run(port: int, browser: bool, data: Path, fresh: bool) -> None:
    from bot.demo.theatre import play  # the package is imported for its simulator too, which needs no program

    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)

    def ready(address: str) -> None:
        typer.echo(f"Entrepairs – les téléphones : {address}   (Ctrl-C pour arrêter)")
        if browser:
            webbrowser.open(address)

    await play(data, port, fresh=fresh, ready=ready, over=over)
