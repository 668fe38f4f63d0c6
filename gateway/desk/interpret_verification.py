"""How the verbs of step 5 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings, texted
from gateway.domain.commands import Verb
from gateway.domain.verification_commands import RecordTest, Resolve, Unresolved
from gateway.mail.directives import Directive

WORKAROUND = frozenset({"workaround", "临时"})


def _resolve(directive: Directive, _: Surroundings) -> Read:
    first, _rest, rest = directive.argument.strip().partition(" ")
    if first.casefold() in WORKAROUND:
        return Resolve(text=rest.strip(), workaround=True)
    return Resolve(text=directive.argument.strip())


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.TEST: texted(lambda text: RecordTest(text=text)),
        Verb.RESOLVE: _resolve,
        Verb.UNRESOLVED: texted(lambda text: Unresolved(words=text)),
    }
)
