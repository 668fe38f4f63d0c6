"""``ingest``: one message from standard input into the spool, for a pipe transport."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from gateway import maillog
from gateway.cli.opening import open_spool, state
from gateway.cli.options import config_option
from gateway.desk.ports import SpoolUnavailable
from gateway.mail.envelope import Envelope
from gateway.runtime.clock import SystemClock
from gateway.settings_schema import size
from gateway.wiring.values import is_ours

CHUNK_BYTES = 256 * 1024


@click.command()
@config_option
@click.option("--from", "mail_from", default="", help="Envelope sender; empty is null.")
@click.option("--to", "rcpt_to", multiple=True, help="Envelope recipient, repeatable.")
def ingest(config: Path | None, mail_from: str, rcpt_to: tuple[str, ...]) -> None:
    """Accept one message on standard input.

    Exit 0 only once it is durable, 67 where no recipient is ours, 65 where it is too
    large, 75 where it cannot be kept now.
    """
    settings, where = state(config)
    recipients = rcpt_to or (settings.gateway.support.address,)
    accepts = is_ours(settings)
    ours = tuple(one for one in recipients if accepts(one))
    if not ours:
        _end(os.EX_NOUSER, "5.1.1 no such recipient here")
    envelope = Envelope(
        mail_from=mail_from.strip("<>"),
        rcpt_to=ours,
        received_at=SystemClock().now(),
        received_by=settings.gateway.server.hostname,
        received_from="localhost (pipe)",
        protocol="PIPE",
    )
    limit = size(settings.gateway.smtp.message_size)
    written = 0
    try:
        draft = open_spool(where).begin(envelope)
        while piece := sys.stdin.buffer.read(CHUNK_BYTES):
            written += len(piece)
            if written > limit:
                draft.drop()
                _end(os.EX_DATAERR, "5.3.4 message too large")
            draft.write(piece)
        queue_id = draft.keep()
    except SpoolUnavailable:
        _end(os.EX_TEMPFAIL, "4.3.0 cannot keep the message now")
    maillog.accepted(queue_id, envelope, written)
    click.echo(queue_id)


def _end(code: int, reason: str) -> NoReturn:
    click.echo(reason)
    sys.exit(code)
