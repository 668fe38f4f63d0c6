"""``desk-worker``: what the daemon starts for itself; not for people."""

import os
import sys
from pathlib import Path

import click

from gateway import maillog
from gateway.cli.options import config_option
from gateway.settings import load
from gateway.wiring.daemon import open_log, worker


@click.command(hidden=True)
@config_option
@click.argument("slot")
@click.argument("wake", type=int)
@click.argument("reports", type=int)
def desk_worker(config: Path | None, slot: str, wake: int, reports: int) -> None:
    """Handle messages of the spool until the wake pipe closes."""
    settings = load(config)
    open_log(settings)
    try:
        worker(settings, slot, wake, reports).run()
    except Exception as error:  # noqa: BLE001 (one line instead of a traceback; the daemon replaces this worker)
        maillog.fault(f"worker {slot}", error)
        sys.exit(os.EX_SOFTWARE)
