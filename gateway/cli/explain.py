"""``explain``: why a mail was read and handled as it was, in plain words."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO

import click

from gateway.cli.explain_words import lines
from gateway.cli.options import config_option
from gateway.desk.effects import Effects
from gateway.desk.handling import Unusable, handle, read_message
from gateway.mail.as_json import as_mapping
from gateway.mail.explain import ToldPart, explain_parts
from gateway.mail.message import Message
from gateway.mail.opening import read_opened
from gateway.settings import Settings, load
from gateway.wiring.rehearsal import as_spooled, rehearsal
from gateway.wiring.rooms import Places
from gateway.wiring.sealing import opener
from gateway.wiring.values import limits, marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """``desk`` is empty where there is no state to decide with."""

    parts: tuple[ToldPart, ...]
    message: Message
    desk: Mapping[str, object]

    def mapping(self) -> dict[str, object]:
        return {
            "parts": [asdict(part) for part in self.parts],
            "message": as_mapping(self.message),
            "desk": dict(self.desk),
        }


@click.command("explain")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@click.argument("file", type=click.File("rb"))
def explain_command(config: Path | None, file: BinaryIO, *, as_json: bool) -> None:
    """Say how FILE (``-`` is standard input) is read and what the desk makes of it.

    Nothing comes of it: no number is drawn, no letter is written into the outbox.
    """
    explained = explain(file.read(), load(config))
    told = explained.mapping()
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        for line in lines(explained.parts, explained.message, explained.desk):
            sys.stdout.write(line + "\n")


def explain(content: bytes, settings: Settings) -> Explained:
    """Read a mail, and rehearse it at the desk where there is a state."""
    spooled, start = as_spooled(content, settings)
    where = Places(root=settings.state)
    bounds = limits(settings)
    parts = explain_parts(_at(content, start), bounds)
    if not where.database.exists():
        message = read_opened(
            _at(content, start),
            limits=bounds,
            ours=marks(settings),
            opener=opener(settings, Path(gettempdir())),
        )
        return Explained(parts=parts, message=message, desk={})
    context, facts = rehearsal(settings, where)
    read = read_message(spooled, _at(content, start), context)
    told: dict[str, object] = {
        "handled_before": facts.seen(read.message_id, read.sameness)
    }
    try:
        told |= _decided(handle(read, context))
    except Unusable as error:
        told |= {"end_state": "held", "reason": str(error)}
    return Explained(parts=parts, message=read.message, desk=told)


def _decided(effects: Effects) -> dict[str, object]:
    receipt = effects.receipt
    assert receipt is not None, "a message leaves a receipt"  # noqa: S101 (only clocks leave none)
    return {
        "end_state": receipt.end_state.value,
        "reason": receipt.reason,
        "number": receipt.number,
        "evidence": list(effects.evidence),
        "conflict": list(effects.conflict),
        "events": [type(event).__name__ for event in effects.events],
        "letters": [
            {"code": one.code.value, "to": one.recipient, "subject": one.subject}
            for one in effects.letters
        ],
    }


def _at(content: bytes, start: int) -> BytesIO:
    source = BytesIO(content)
    source.seek(start)
    return source
