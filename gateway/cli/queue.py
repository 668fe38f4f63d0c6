"""``queue``: what waits, is deferred or held; its words are Postfix's."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import click

from gateway import maillog
from gateway.cli.opening import open_facts, open_spool, state
from gateway.cli.options import config_option
from gateway.desk.draft import receipt_of_deleted
from gateway.desk.effects import Effects
from gateway.mail.envelope import QueueId

QUEUE_ID = click.argument("queue_id", metavar="QUEUE-ID")


@click.group()
def queue() -> None:
    """Look at accepted mail that is not handled yet, and decide on what is held."""


@queue.command("list")
@config_option
def list_(config: Path | None) -> None:
    """List what waits, is in hand, deferred or held, oldest first."""
    _, where = state(config)
    waiting = list(open_spool(where).listing())
    for one in waiting:
        since = f"{one.since.astimezone():%F %T}"
        click.echo(f"{one.queue_id}  {one.queue:<8}  {since}  {one.size_bytes:>9} B")
        if one.reason:
            click.echo(f"    tries={one.tries} ({one.reason})")
    click.echo(f"-- {len(waiting)} waiting")


@queue.command()
@config_option
@QUEUE_ID
def show(config: Path | None, queue_id: str) -> None:
    """Write a message to standard output, as it came in."""
    _, where = state(config)
    try:
        source = open_spool(where).open(QueueId(queue_id))
    except KeyError:
        _unknown(queue_id)
    with source:
        shutil.copyfileobj(source, sys.stdout.buffer)


@queue.command()
@config_option
@QUEUE_ID
def release(config: Path | None, queue_id: str) -> None:
    """Give a held or deferred message a new start."""
    _, where = state(config)
    if not open_spool(where).release(QueueId(queue_id)):
        _unknown(queue_id)
    maillog.released(QueueId(queue_id))
    click.echo(f"{queue_id}: released")


@queue.command()
@config_option
@QUEUE_ID
def delete(config: Path | None, queue_id: str) -> None:
    """Take a held message out of the queue, unhandled; its original is kept."""
    _, where = state(config)
    spool = open_spool(where)
    held = next(
        (q for q in spool.listing() if (q.queue_id, q.queue) == (queue_id, "hold")),
        None,
    )
    if held is None:
        _unknown(queue_id)
    facts = open_facts(where)
    facts.commit([Effects(receipt=receipt_of_deleted(held))])
    spool.discard(held.queue_id)
    maillog.discarded(held.queue_id)
    click.echo(f"{queue_id}: deleted; its original is kept")


def _unknown(queue_id: str) -> NoReturn:
    click.echo(f"{queue_id}: there is no such message in the queue", err=True)
    sys.exit(os.EX_NOINPUT)
