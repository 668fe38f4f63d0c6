"""How the verbs of step 3 are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    first_word,
    moment,
    timed,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.diagnosis_commands import (
    AskVendor,
    CallReview,
    Cause,
    ConcludeReview,
    Diagnose,
)
from gateway.domain.moments import Range
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
METHOD_CHARS = 60
"""Characters of a method's name; longer words are the text's."""
CONCLUSIONS = ("conclusion", "结论")


def _diagnose(directive: Directive, _: Surroundings) -> Read:
    time_text, text = timed(directive.argument)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    pairs = dict(directive.pairs)
    method = pairs.get("method") or pairs.get("方式", "")
    if len(method) > METHOD_CHARS:
        return Refusal(Reason.BAD_ARGUMENT, f"method={method[:METHOD_CHARS]}")
    return Diagnose(text=text, method=method, time_text=time_text)


def _cause(directive: Directive, _: Surroundings) -> Read:
    pairs = dict(directive.pairs)
    named = pairs.get("kind") or pairs.get("类型", "")
    kind = CAUSE_KINDS.get(named.casefold())
    if named and kind is None:
        return Refusal(Reason.BAD_ARGUMENT, f"kind={named}")
    time_text, text = timed(directive.argument)
    if not text:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    return Cause(text=text, kind=kind, time_text=time_text)


def _vendor(directive: Directive, around: Surroundings) -> Read:
    """``@vendor text``; the text may stand below the command as well."""
    mention, _, behind = directive.argument.strip().partition(" ")
    text = "\n".join(part for part in (behind.strip(), around.below.strip()) if part)
    if not mention or not text:
        return Refusal(Reason.MISSING_ARGUMENT, "@vendor text")
    found = around.people.vendor(mention)
    if len(found) > 1:
        return Refusal(Reason.AMBIGUOUS_PERSON, mention)
    if not found:
        return Refusal(Reason.UNKNOWN_VENDOR, mention)
    return AskVendor(vendor=found[0].address, text=text)


def _review(directive: Directive, around: Surroundings) -> Read:
    """``[TIME]`` calls one; ``conclusion=text`` says what it came to."""
    argument = directive.argument.strip()
    word, rest = first_word(argument.replace("=", " ", 1))
    if word.casefold() in CONCLUSIONS:
        text = rest.strip() or around.below.strip()
        if not text:
            return Refusal(Reason.MISSING_ARGUMENT, "conclusion=text")
        return ConcludeReview(text=text)
    if not argument:
        return CallReview()
    found = moment(argument, around)
    if isinstance(found, Refusal):
        return found
    when = found[0]
    at = when.start if isinstance(when, Range) else when.at
    return (
        CallReview(at=at) if at > around.now else Refusal(Reason.TIME_PAST, when.text)
    )


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.DIAGNOSE: _diagnose,
        Verb.CAUSE: _cause,
        Verb.VENDOR: _vendor,
        Verb.REVIEW: _review,
    }
)
