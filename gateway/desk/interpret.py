"""From a line of a staff mail to a command: the one room where words become deeds.

Each step says in ``interpret_<step>`` how the arguments of its verbs are read. A line
that cannot be read is a refusal, and then nothing of its mail runs (COMMANDS: how a
mail runs, 1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from gateway.desk import (
    interpret_archiving,
    interpret_classification,
    interpret_codes,
    interpret_completeness,
    interpret_diagnosis,
    interpret_export,
    interpret_inquiries,
    interpret_knowledge,
    interpret_merging,
    interpret_reclassifying,
    interpret_sending,
    interpret_solution,
    interpret_submission,
    interpret_verification,
    open_items,
)
from gateway.desk.arguments import PLACEHOLDERS, Read, Reader, Surroundings
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.mail.directives import Directive

COMMANDS_LIMIT = 10
"""Commands of one mail (THREATS 10)."""

READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        **interpret_submission.READERS,
        **interpret_completeness.READERS,
        **interpret_classification.READERS,
        **interpret_diagnosis.READERS,
        **interpret_solution.READERS,
        **interpret_verification.READERS,
        **interpret_archiving.READERS,
        **open_items.READERS,
        **interpret_merging.READERS,
        **interpret_reclassifying.READERS,
        **interpret_knowledge.READERS,
        **interpret_export.READERS,
        **interpret_codes.READERS,
        **interpret_sending.READERS,
        **interpret_inquiries.READERS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A directive and what it was read as."""

    directive: Directive
    read: Read


def interpret(
    directives: Sequence[Directive], around: Surroundings
) -> tuple[Line, ...]:
    """Read every line; those over the limit are refused by name."""
    alone = replace(around, below="")
    lines = [
        Line(
            directive=directive,
            read=_read(directive, around if directive is directives[-1] else alone),
        )
        for directive in directives[:COMMANDS_LIMIT]
    ]
    lines += [
        Line(directive=directive, read=Refusal(Reason.TOO_MANY_COMMANDS))
        for directive in directives[COMMANDS_LIMIT:]
    ]
    return tuple(lines)


def _read(directive: Directive, around: Surroundings) -> Read:
    if directive.verb is None:
        return Refusal(Reason.UNKNOWN_VERB, directive.suggestion)
    if directive.argument.strip() in PLACEHOLDERS:
        return Refusal(Reason.MISSING_ARGUMENT, "…")
    return READERS[Verb(directive.verb)](directive, around)
