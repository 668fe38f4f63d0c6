"""Labels what clients, gateways and habits add to the writer's own words.

Rule: each run of own lines is looked at by itself, so that a signature above a quote
takes no answer below it along; a notice with nothing above it takes its paragraph.
"""

from collections.abc import Sequence

from gateway.mail.footers import (
    is_footer,
    is_list_footer,
    is_own_address,
    is_picture,
)
from gateway.mail.html_text import SIGNATURE_LINE
from gateway.mail.message import CutFor
from gateway.mail.reply_lines import Line, label, own_runs
from gateway.mail.signatures import begins_signature, closing_start, is_notice, is_rule


def label_additions(lines: Sequence[Line], sender: str) -> None:
    """Label footers, signatures and notices among the lines that are own so far."""
    for line in lines:
        if line.why is None and line.text.startswith(SIGNATURE_LINE):
            line.why = CutFor.SIGNATURE
    said = False
    for run in own_runs(lines):
        _label_run(run, sender)
        own = [line for line in run if line.why is None]
        closing = closing_start([line.text for line in own])
        if said or any(line.is_own for line in own[:closing]):
            label(own[closing:], CutFor.SIGNATURE)
        _label_rule_at_end(own)
        said = said or any(line.is_own for line in own)


def _label_run(run: Sequence[Line], sender: str) -> None:
    texts = [line.text for line in run]
    for place, line in enumerate(run):
        if line.why is not None or not line.text.strip():
            continue
        below = texts[place + 1] if place + 1 < len(texts) else ""
        if is_list_footer(line.text, below):
            label(run[place:], CutFor.LIST_FOOTER)
        elif begins_signature(texts, place):
            label(run[place:], CutFor.SIGNATURE)
        elif is_notice(line.text):
            _label_notice(run, place)
        else:
            line.why = _appended(line.text.strip(), sender)


def _appended(text: str, sender: str) -> CutFor | None:
    if is_footer(text):
        return CutFor.FOOTER
    if is_picture(text):
        return CutFor.PICTURE
    return CutFor.OWN_ADDRESS if is_own_address(text, sender) else None


def _label_notice(run: Sequence[Line], place: int) -> None:
    above = place
    while above > 0 and (
        not run[above - 1].text.strip() or is_rule(run[above - 1].text)
    ):
        above -= 1
    if any(line.is_own for line in run[:above]):
        label(run[above:], CutFor.NOTICE)
        return
    end = place
    while end < len(run) and run[end].text.strip():
        end += 1
    label(run[above:end], CutFor.NOTICE)


def _label_rule_at_end(own: Sequence[Line]) -> None:
    """Outlook's rule of underscores above what it quotes."""
    for line in reversed(own):
        if line.why is None and line.text.strip("_ "):
            return
        if line.why is None and line.text.strip():
            line.why = CutFor.SEPARATOR
