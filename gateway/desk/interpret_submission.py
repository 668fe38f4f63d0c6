"""How the verbs of step 1 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings, addresses
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.submission_commands import Attribute
from gateway.mail.directives import Directive


def _as(directive: Directive, around: Surroundings) -> Read:
    """An address, a person of ours by ``@who``, or nobody: then the mail tells."""
    named = dict.fromkeys(addresses(directive.argument, around))
    if len(named) > 1:
        return Refusal(Reason.SEVERAL_SENDERS, ", ".join(named))
    if directive.argument.strip() and not named:
        return Refusal(Reason.BAD_ARGUMENT, directive.argument)
    return Attribute(requester=next(iter(named), None))


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.AS: _as,
    }
)
