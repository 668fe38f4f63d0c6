"""``ingest``: one message from standard input into the spool, for a pipe transport."""

import os
import sys
from pathlib import Path

import click

from gateway import maillog
from gateway.cli.opening import open_spool, state
from gateway.cli.options import config_option
from gateway.desk.ports import SpoolUnavailable
from gateway.intake.data import hops
from gateway.mail.delivery import read_delivery
from gateway.mail.envelope import Envelope
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings, SettingsError
from gateway.settings_schema import size
from gateway.wiring.rooms import Places
from gateway.wiring.values import is_ours

CHUNK_BYTES = 256 * 1024
HOP_LIMIT = 50
"""Received fields; more of them are a loop (RFC 5321 §6.3)."""


@click.command()
@config_option
@click.option("--from", "mail_from", help="Envelope sender; empty is the null path.")
@click.option("--to", "rcpt_to", multiple=True, help="Envelope recipient, repeatable.")
def ingest(
    config: Path | None, mail_from: str | None, rcpt_to: tuple[str, ...]
) -> None:
    """Accept one message on standard input.

    Exit 0 only once it is durable, 67 where no recipient is ours, 65 where it is empty,
    too large or in a loop, 75 where it cannot be kept now. The first word of the output
    is an enhanced code (RFC 3463), as pipe transports read it. What the options do not
    say is read from the message: Return-Path or From, Delivered-To or To.
    """
    try:
        settings, where = state(config)
        code, said = _ingest(settings, where, mail_from, rcpt_to)
    except SettingsError as error:
        # A pipe transport would return the mail for any other code.
        code, said = os.EX_TEMPFAIL, f"4.3.5 {error}"
    except SpoolUnavailable:
        code, said = os.EX_TEMPFAIL, "4.3.0 cannot keep the message now"
    click.echo(said)
    sys.exit(code)


def _ingest(
    settings: Settings, where: Places, mail_from: str | None, rcpt_to: tuple[str, ...]
) -> tuple[int, str]:
    source = sys.stdin.buffer
    piece = source.read(CHUNK_BYTES)
    if not piece:
        return os.EX_DATAERR, "5.6.0 there is no message"
    if hops(piece) > HOP_LIMIT:
        return os.EX_DATAERR, "5.4.6 too many hops, this looks like a mail loop"
    given = read_delivery(piece, settings.gateway.support.address)
    accepts = is_ours(settings)
    ours = tuple(one for one in rcpt_to or given.rcpt_to if accepts(one))
    if not ours:
        return os.EX_NOUSER, "5.1.1 no such recipient here"
    sender = given.mail_from if mail_from is None else mail_from.strip("<>")
    envelope = Envelope(
        mail_from=sender,
        rcpt_to=ours,
        received_at=SystemClock().now(),
        received_by=settings.gateway.server.hostname,
        received_from="localhost (pipe)",
        protocol="PIPE",
    )
    limit = size(settings.gateway.smtp.message_size)
    written = 0
    draft = open_spool(where).begin(envelope)
    while piece:
        written += len(piece)
        if written > limit:
            draft.drop()
            return os.EX_DATAERR, "5.3.4 message too large"
        draft.write(piece)
        piece = source.read(CHUNK_BYTES)
    queue_id = draft.keep()
    maillog.accepted(queue_id, envelope, written)
    return os.EX_OK, f"2.0.0 Queued as {queue_id}"
