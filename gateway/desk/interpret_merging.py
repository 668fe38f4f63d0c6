"""How #merge and #split are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings
from gateway.desk.interpret_archiving import numbers
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.merging import TITLE_LIMIT_CHARS
from gateway.domain.merging_commands import Merge, Split
from gateway.mail.directives import Directive
from gateway.mail.subject import clean_subject


def _merge(directive: Directive, around: Surroundings) -> Read:
    """The one number of the request that this one goes into."""
    named = numbers(directive.argument, around)
    if isinstance(named, Refusal):
        return named
    if len(named) > 1:
        return Refusal(Reason.ONE_REQUEST, " ".join(named[:2]))
    into = around.request(named[0])
    return Merge(into=into) if into else Refusal(Reason.UNKNOWN_REQUEST, named[0])


def _split(directive: Directive, around: Surroundings) -> Read:
    """The subject of the other matter; what it is about stands below the commands."""
    subject = clean_subject(directive.argument.strip())
    if not any(char.isalnum() for char in subject):
        return Refusal(Reason.MISSING_ARGUMENT, "SUBJECT")
    return Split(
        number=around.draw_number(),
        subject=subject[:TITLE_LIMIT_CHARS],
        text=around.below.strip(),
    )


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {Verb.MERGE: _merge, Verb.SPLIT: _split}
)
