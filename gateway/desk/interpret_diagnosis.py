"""How the verbs of step 3 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings, timed
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.request import CauseKind
from gateway.mail.directives import Directive

CAUSE_KINDS: Mapping[str, CauseKind] = MappingProxyType(
    {
        "internal": CauseKind.INTERNAL,
        "内部": CauseKind.INTERNAL,
        "external": CauseKind.EXTERNAL,
        "外部": CauseKind.EXTERNAL,
        "complex": CauseKind.COMPLEX,
        "复杂": CauseKind.COMPLEX,
    }
)


def _cause(directive: Directive, _: Surroundings) -> Read:
    named = dict(directive.pairs).get("kind", "")
    kind = CAUSE_KINDS.get(named.casefold())
    if named and kind is None:
        return Refusal(Reason.BAD_ARGUMENT, f"kind={named}")
    time_text, text = timed(directive.argument)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    return Cause(text=text, kind=kind, time_text=time_text)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.CAUSE: _cause,
    }
)
