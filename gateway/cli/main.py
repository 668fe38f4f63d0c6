"""The operator's door: one command a file, sysexits(3) codes, plain output."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from gateway import __version__
from gateway.desk.ports import SpoolUnavailable, StoreRefused, StoreUnavailable
from gateway.settings import SettingsError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": "gateway.cli.run:run",
        "check": "gateway.cli.check:check",
        "queue": "gateway.cli.queue:queue",
        "request": "gateway.cli.request:request",
        "search": "gateway.cli.search:search",
        "manual": "gateway.cli.manual:manual",
        "digest": "gateway.cli.digest:digest",
        "review": "gateway.cli.review:review",
        "export": "gateway.cli.export:export",
        "verify": "gateway.cli.verify:verify",
        "erase": "gateway.cli.erase:erase",
        "oauth": "gateway.cli.oauth:oauth",
        "dkim": "gateway.cli.dkim:dkim",
        "passwd": "gateway.cli.passwd:passwd",
        "audit": "gateway.cli.audit:audit",
        "ingest": "gateway.cli.ingest:ingest",
        "parse": "gateway.cli.parse:parse_command",
        "explain": "gateway.cli.explain:explain_command",
        "demo": "gateway.cli.demo:demo",
        "desk-worker": "gateway.cli.worker:desk_worker",
    }
)
"""Where each command lives; it is loaded when it is asked for, and no other is."""


class _Door(click.Group):
    """The commands of the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _, name = where.partition(":")
        found = getattr(import_module(module), name)
        return found if isinstance(found, click.Command) else None


@click.group(
    cls=_Door,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ticket-gateway")
def cli() -> None:
    """A ticket desk that is worked entirely by e-mail."""


def main() -> None:
    """Run one command; expected trouble is one line and a sysexits code."""
    try:
        cli()
    except SettingsError as error:
        for fault in error.faults:
            click.echo(f"ticket-gateway: {fault}", err=True)
        sys.exit(os.EX_CONFIG)
    except (SpoolUnavailable, StoreUnavailable, StoreRefused) as error:
        click.echo(f"ticket-gateway: {error}", err=True)
        sys.exit(os.EX_TEMPFAIL)
