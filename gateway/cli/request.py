"""``request``: requests as the operator sees them."""

import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from gateway.cli.opening import open_facts, state
from gateway.cli.options import config_option
from gateway.domain.request import RequestNumber, Status
from gateway.store import reports
from gateway.store.reports import Shown
from gateway.wiring import values

NUMBER_COLUMNS = 13
"""A request's number is never cut: it is what is copied."""
PIPED_COLUMNS = 200


def _console() -> Console:
    """As wide as the terminal; wide enough for everything where there is none."""
    return Console(width=None if sys.stdout.isatty() else PIPED_COLUMNS)


@click.group()
def request() -> None:
    """Look at requests."""


@request.command("list")
@config_option
@click.option("--status", type=click.Choice([str(s) for s in Status]), default=None)
@click.option("--limit", type=click.IntRange(1, reports.LISTED_LIMIT), default=50)
def list_(config: Path | None, status: str | None, limit: int) -> None:
    """List the latest requests, newest first."""
    _, where = state(config)
    open_facts(where)
    table = Table("number", "status", "priority", "owner", "requester", "subject")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[0].min_width = NUMBER_COLUMNS
    for one in reports.requests(status or "", limit):
        table.add_row(
            one.number,
            one.status,
            one.priority.name.lower(),
            one.assignee or "-",
            one.requester,
            one.subject,
        )
    _console().print(table)


@request.command()
@config_option
@click.argument("number")
def show(config: Path | None, number: str) -> None:
    """Show one request: its form, its process record, its files and letters."""
    settings, where = state(config)
    open_facts(where)
    shown = reports.show(RequestNumber(number.upper()))
    if shown is None:
        click.echo(f"{number}: there is no such request", err=True)
        sys.exit(os.EX_NOINPUT)
    console = _console()
    zone = values.zone(settings)
    for table in (
        _form(shown, zone),
        _record(shown, zone),
        _files(shown),
        _letters(shown),
    ):
        if table.row_count:
            console.print(table)


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    """In the zone of the letters, which need not be this machine's."""
    return f"{at.astimezone(zone):%F %T %Z}" if at else ""


def _form(shown: Shown, zone: ZoneInfo) -> Table:
    one, form = shown.request, shown.request.form
    table = Table("field", "value", title=f"{one.number}  {one.subject}")
    for field, value in (
        ("status", one.status),
        ("round", one.round),
        ("requester", f"{one.requester_name} <{one.requester}>".strip()),
        ("company", form.company),
        ("contact", form.contact),
        ("employee number", form.employee_number),
        ("phone", form.phone),
        ("submitted", _moment(one.submitted_at, zone)),
        ("urgency", f"{one.urgency} {form.urgency_reason}"),
        ("priority", one.priority.name.lower()),
        ("scene", one.scene),
        ("symptom", form.symptom),
        ("occurred", form.occurred),
        ("impact", form.impact),
        ("tried", form.tried),
        ("description", one.description),
        ("owner", one.assignee or ""),
        (
            "accepted",
            _moment(one.accepted_at, zone),
        ),
        ("cause", one.cause),
        ("solution", one.solution),
        ("test", one.test_result),
    ):
        if str(value).strip():
            table.add_row(field, str(value))
    return table


def _record(shown: Shown, zone: ZoneInfo) -> Table:
    table = Table("number", "stage", "actor", "time", "what", "remark", title="Record")
    for row in shown.records:
        at = row.time_text or _moment(row.at, zone)
        what = f"{row.kind}: {row.action}"
        table.add_row(row.number, row.stage, row.actor, at, what, row.remark)
    return table


def _files(shown: Shown) -> Table:
    table = Table("file", "bytes", "SHA-256", "refused", "marks", title="Files")
    for file in shown.files:
        made = f"made of {file.derived_from[:16]}" if file.derived_from else file.marks
        table.add_row(
            file.filename,
            str(file.size_bytes),
            file.sha256[:16],
            file.refused or "",
            made,
        )
    return table


def _letters(shown: Shown) -> Table:
    table = Table("code", "to", "state", "subject", title="Letters")
    for letter in shown.letters:
        state_name = f"{letter.state} {letter.response}".strip()
        table.add_row(letter.code, letter.recipient, state_name, letter.subject)
    return table
