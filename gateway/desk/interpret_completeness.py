"""How the verb that asks the requester for more is read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.completeness_commands import Ask
from gateway.domain.decision import Refusal
from gateway.domain.diagnosis_commands import AskVendor, ConcludeReview
from gateway.domain.merging_commands import Split
from gateway.domain.needs import QUESTIONS_LIMIT
from gateway.domain.solution_commands import Propose, Reject
from gateway.mail.directives import Directive

QUESTION_CHARS = 200
"""Characters of one question."""

TAKES_BELOW = (Propose, AskVendor, Reject, ConcludeReview, Split)
"""Commands whose own words may stand below them: no note is made of these."""

_NUMBER = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、．:：]|[-*•·])\s*")
_MARKS = ("?", "？", ":", "：")


def _ask(directive: Directive, around: Surroundings) -> Read:
    """One question a line: behind the verb, and in the lines right below it."""
    first = directive.argument.strip()
    lines = [first] if first else []
    lines += below(around.below, plain=not first)
    questions = tuple(text for line in lines if (text := _numberless(line)))
    if not questions:
        return Refusal(Reason.MISSING_ARGUMENT, "text")
    if len(questions) > QUESTIONS_LIMIT:
        return Refusal(Reason.TOO_MANY_QUESTIONS, str(QUESTIONS_LIMIT))
    if any(len(text) > QUESTION_CHARS for text in questions):
        return Refusal(Reason.BAD_ARGUMENT, f"> {QUESTION_CHARS}")
    return Ask(questions=questions)


def below(text: str, *, plain: bool) -> Iterator[str]:
    """The questions right below the command, down to the first blank line.

    Where one stands behind the verb, a line below that does not look like a question
    is a note for colleagues, and no customer may see it.
    """
    for line in text.split("\n"):
        looks = _NUMBER.match(line) or line.rstrip().endswith(_MARKS)
        if not line.strip() or not (plain or looks):
            return
        yield line


def unasked(commands: Iterable[Read | None], rest: str) -> str:
    """The text under the commands without what the last of them took from it."""
    commands = tuple(commands)
    if commands and isinstance(commands[-1], TAKES_BELOW):
        return ""
    asked = {text for one in commands if isinstance(one, Ask) for text in one.questions}
    if not asked:
        return rest
    lines = (line for line in rest.split("\n") if _numberless(line) not in asked)
    return "\n".join(lines)


def _numberless(line: str) -> str:
    return _NUMBER.sub("", line, count=1).strip()


READERS: Mapping[Verb, Reader] = MappingProxyType({Verb.ASK: _ask})
