"""How the verbs of step 4 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings, timed
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.solution_commands import Fix
from gateway.mail.directives import Directive


def _fix(directive: Directive, _: Surroundings) -> Read:
    time_text, text = timed(directive.argument)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    consent = dict(directive.pairs).get("consent", "")
    return Fix(text=text, consent=consent, time_text=time_text)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.FIX: _fix,
    }
)
