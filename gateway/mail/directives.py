"""Staff commands: the lines of a mail that begin with ``#`` and a known word.

Rule of this room: a command stands at the top of the new words, or it does not run.
Who may give it, and what its arguments mean, is decided at the desk. A candidate
line is folded to be compared; the text around it is handed on as it was written.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.mail.vocabulary import Steering, Vocabulary, fold_word

__all__ = [
    "Directive",
    "Directives",
    "Ignored",
    "Vocabulary",
    "foreign_numbers",
    "is_our_id",
    "read_directives",
    "request_numbers",
    "subject_number",
    "tagged_numbers",
]

COMMANDS_LIMIT = 10
"""Commands that a mail without ``#`` may hold; the desk limits the others alike."""
LINES_LIMIT = 50
"""Command lines that are read in one mail; those below are reported, not read."""
IGNORED_LIMIT = 20
"""Command lines below the block that are reported."""
NUMBERS_LIMIT = 50
"""Request numbers that are taken from one text."""
TAGGED_CHARS = 65_536
"""Characters of one text in which tags are looked for."""
INDENT_LIMIT = 4
"""Columns: a line that is indented so far is an example (our letters do so)."""

_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)
# NFKC would also fold the commas and quotes of Chinese prose, which a letter may
# repeat to the customer; so only what is syntax is folded.
_SIGNS = "＃＠＝＋－／．＿＂＇"
_SYNTAX = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF1A)},
    **{wide: wide - 0xFEE0 for wide in range(0xFF21, 0xFF3B)},
    **{wide: wide - 0xFEE0 for wide in range(0xFF41, 0xFF5B)},
    **{ord(sign): ord(sign) - 0xFEE0 for sign in _SIGNS},
    **dict.fromkeys(map(ord, "﹟♯"), ord("#")),
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t"), ord(" ")),
}
_DASH = re.compile(r"(?<=[0-9A-Za-z])[\u2010-\u2014\u2212](?=[0-9A-Za-z])")
_COLON = re.compile(r"(?<=[0-9])：(?=[0-9])")
_HEAD = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*|[^\W\d_a-zA-Z]+)")
_COMMENT = re.compile(r"(?:^|\s)//")
# Quoted parts are bounded: an opening mark without its other half ends the search.
_WORD = re.compile(
    r'(?:[\w-]+=)?(?:"[^"]{0,200}"|“[^”]{0,200}”|„[^“”]{0,200}[“”]|「[^」]{0,200}」)|\S+'
)
_ENDS = ".。!！、 "
_AFTER_VERB = " :：,，、"
_SIGNATURE = "--"
_OPENING = '"“„「'
_CLOSING = '"”“」'
_GLUE = tuple("0123456789_")
_NUMBER = r"TS ?([0-9]{8}[0-9]{3,12})"
_MENTIONED = re.compile(
    rf"(?<![A-Za-z0-9]){_NUMBER}(?![0-9])", re.ASCII | re.IGNORECASE
)
_TAG_BEGINS = re.compile(r"[\[【〔［][ \u3000]?[TtＴｔ]")
_OUR_KIND = re.compile(
    r"<ts([0-9]{11,20})(?:\.[^@>\s]{0,64})?@([^>\s]{1,255})>", re.IGNORECASE
)
_TAGGED = re.compile(rf"[\[【〔] ?{_NUMBER} ?[\]】〕]", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One command line.

    ``line`` is as written. ``verb`` is None for an unknown word, and ``suggestion``
    the nearest known one. ``argument`` is the text behind the verb without the
    ``pairs`` (key=value, of the keys that the verb knows) and the comment;
    ``words`` is the argument cut at spaces, a quoted part being one word. ``on``
    holds the request numbers of the ``#on`` above it.
    """

    line: str
    verb: str | None
    argument: str = ""
    words: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    comment: str = ""
    suggestion: str = ""
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A command that stands below text; ``number`` counts lines from 1."""

    number: int
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directives:
    """The commands of a mail, in order, and the text that remains."""

    lines: tuple[Directive, ...] = ()
    rest: str = ""
    ignored: tuple[Ignored, ...] = ()
    on: tuple[str, ...] = ()
    quiet: bool = False


def read_directives(
    new_text: str, vocabulary: Vocabulary, *, until: int | None = None
) -> Directives:
    """Read the commands at the top of the sender's new words.

    None is read from line ``until`` on: what stands there stood below a quote, where
    a client that rewraps makes other people's words look like new ones. Never raises;
    a line that is not understood is a directive without a verb.
    """
    lines = new_text.splitlines()
    bare = _bare_block(lines, vocabulary) if until is None else []
    block = bare or _block(lines[:until], vocabulary)
    ended = any(directive.verb == Steering.END for _, directive in block)
    below = block[-1][0] + 1 if block else 0
    rest = [_unescaped(line) for line in lines[below:]]
    return _gathered(
        [directive for _, directive in block],
        rest="\n".join(rest).strip("\r\n"),
        ignored=() if ended else _ignored(lines, below, vocabulary),
    )


def request_numbers(text: str) -> tuple[str, ...]:
    """Return the request numbers that a text mentions, each once, in order (D1)."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    found = dict.fromkeys(f"TS{digits}" for digits in _MENTIONED.findall(folded))
    return tuple(found)[:NUMBERS_LIMIT]


def subject_number(subject: str) -> str | None:
    """Return the request number of a subject's tag, ``[TS20231001001]`` or 【TS…】."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", subject))
    tag = _TAGGED.search(folded)
    return f"TS{tag.group(1)}" if tag else None


def tagged_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers that stand in a tag of ours, each once, in order."""
    if not _TAG_BEGINS.search(text, 0, TAGGED_CHARS):
        return ()
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[:TAGGED_CHARS]))
    found = dict.fromkeys(f"TS{digits}" for digits in _TAGGED.findall(folded))
    return tuple(found)[:NUMBERS_LIMIT]


def foreign_numbers(message_ids: Sequence[str], domain: str) -> frozenset[str]:
    """Return the numbers that are another gateway's: ids like ours name its domain.

    Two gateways may have drawn the same number; a tag tells not whose it is.
    """
    found = (_OUR_KIND.match(one) for one in message_ids)
    named = {
        (f"TS{one[1]}", one[2].casefold() == domain.casefold()) for one in found if one
    }
    ours = {number for number, is_ours in named if is_ours}
    return frozenset(number for number, _ in named) - ours


def is_our_id(message_id: str, domain: str) -> bool:
    """Whether a Message-ID is one of our letters' or roots', by its form alone."""
    found = _OUR_KIND.fullmatch(message_id)
    return found is not None and found[2].casefold() == domain.casefold()


def _block(lines: Sequence[str], vocabulary: Vocabulary) -> list[tuple[int, Directive]]:
    """Read from the top to the first line that is no command, or to ``#end``."""
    block: list[tuple[int, Directive]] = []
    for index, line in enumerate(lines):
        if not _tidy(line).strip():
            continue
        body = _body(line)
        directive = _directive(line, body, vocabulary) if body else None
        if directive is None or len(block) == LINES_LIMIT:
            break
        block.append((index, directive))
        if directive.verb == Steering.END:
            break
    return block


def _bare_block(
    lines: Sequence[str], vocabulary: Vocabulary
) -> list[tuple[int, Directive]]:
    """Read a mail of commands alone, some without ``#``: some keyboards lack it."""
    block: list[tuple[int, Directive]] = []
    for index, line in enumerate(lines):
        if not _tidy(line).strip():
            continue
        body = _body(line)
        hashed = _directive(line, body, vocabulary) if body else None
        directive = hashed or _bare(line, vocabulary)
        if directive is None or len(block) == COMMANDS_LIMIT:
            return []
        block.append((index, directive))
    ended = any(directive.verb == Steering.END for _, directive in block[:-1])
    return [] if ended else block


def _bare(line: str, vocabulary: Vocabulary) -> Directive | None:
    """Read a line without ``#``; a sentence that begins with a verb is none."""
    body = _indented(line)
    directive = _directive(line, body, vocabulary)
    if directive is None or directive.verb not in vocabulary.bare:
        return None
    head = _HEAD.match(body)
    after = body[head.end() :].rstrip(_ENDS) if head else ""
    if body[0].isascii():
        return directive if not after or after.lstrip().startswith("@") else None
    return directive if not after or after[0] in " :：@" else None


def _directive(line: str, body: str, vocabulary: Vocabulary) -> Directive | None:
    """Read what stands behind the ``#``; None where that is no word at all."""
    head = _HEAD.match(body)
    if head is None:
        return None
    word, after = head.group(), body[head.end() :]
    # "#test3" and "#take_it" are other words; "#测试3次" has its space left out.
    glued = word.isascii() and after[:1] in _GLUE
    verb = None if glued else vocabulary.verb(word)
    if verb is None:
        suggestion = vocabulary.nearest(word)
        return Directive(line=line.strip(), verb=None, suggestion=suggestion)
    return _argued(line, verb, after, vocabulary)


def _argued(line: str, verb: str, after: str, vocabulary: Vocabulary) -> Directive:
    """Take the comment, the known key=value pairs and the words apart."""
    text, comment = _without_comment(after)
    text = text.lstrip(_AFTER_VERB).rstrip(_ENDS)
    known = vocabulary.keys.get(verb, frozenset())
    pairs: list[tuple[str, str]] = []

    def taken(match: re.Match[str]) -> str:
        key, equals, value = match.group().partition("=")
        if not equals or fold_word(key) not in known:
            return match.group()
        pairs.append((fold_word(key), _value(value)))
        return ""

    argument = " ".join(_WORD.sub(taken, text).split())
    return Directive(
        line=line.strip(),
        verb=verb,
        argument=argument,
        words=tuple(_value(word.group()) for word in _WORD.finditer(argument)),
        pairs=tuple(pairs),
        comment=comment,
    )


def _without_comment(text: str) -> tuple[str, str]:
    """Cut at a ``//`` behind a space, unless a quoted part holds it."""
    quotes = searched = 0
    for match in _COMMENT.finditer(text):
        quotes += text.count('"', searched, match.start())
        searched = match.start()
        if quotes % 2 == 0:
            return text[: match.start()], text[match.end() :].strip()
    return text, ""


def _value(word: str) -> str:
    """Return a word as it is compared: without its quotes, full-width forms folded."""
    quoted = len(word) > 1 and word[0] in _OPENING and word[-1] in _CLOSING
    return unicodedata.normalize("NFKC", word[1:-1] if quoted else word)


def _gathered(
    block: Sequence[Directive], *, rest: str, ignored: tuple[Ignored, ...]
) -> Directives:
    """Let the steering verbs act: on, quiet and end; the others are the lines."""
    lines: list[Directive] = []
    on: dict[str, None] = {}
    said = False
    for directive in block:
        if directive.verb == Steering.ON:
            numbers = request_numbers(directive.argument)
            # Below a command begins another list; two lines of numbers are one list.
            on = ({} if said else on) | dict.fromkeys(numbers)
            said = False
            if not numbers:
                lines.append(replace(directive, verb=None, suggestion="on TS…"))
        elif directive.verb not in {Steering.QUIET, Steering.END}:
            said = True
            lines.append(replace(directive, on=tuple(on)))
    return Directives(
        lines=tuple(lines),
        rest=rest,
        ignored=ignored,
        on=tuple(on),
        quiet=any(directive.verb == Steering.QUIET for directive in block),
    )


def _ignored(
    lines: Sequence[str], below: int, vocabulary: Vocabulary
) -> tuple[Ignored, ...]:
    """Report what looks like a command under the text, up to a signature or quote."""
    found: list[Ignored] = []
    for number, line in enumerate(lines[below:], start=below + 1):
        if line.rstrip() == _SIGNATURE or len(found) == IGNORED_LIMIT:
            break
        body = _body(line)
        head = _HEAD.match(body)
        adjacent = body and _tidy(line).lstrip()[1:2] != " "
        if head and (adjacent or vocabulary.verb(head.group())):
            found.append(Ignored(number=number, line=line.strip()))
    return tuple(found)


def _body(line: str) -> str:
    """Return what follows the ``#`` of a candidate line, or ""."""
    tidy = _indented(line)
    if not tidy.startswith("#") or tidy.startswith("##"):
        return ""
    return tidy[1:].lstrip()


def _indented(line: str) -> str:
    """Return the folded line, or "" where its indent makes it an example."""
    tidy = _tidy(line.expandtabs(INDENT_LIMIT))
    return tidy.strip() if len(tidy) - len(tidy.lstrip()) < INDENT_LIMIT else ""


def _tidy(line: str) -> str:
    """Fold what is syntax: signs, letters, digits, dashes, spaces; nothing else."""
    wide = _INVISIBLE.sub("", line).translate(_SYNTAX)
    return _COLON.sub(":", _DASH.sub("-", wide))


def _unescaped(line: str) -> str:
    r"""``##`` and ``\#`` at the start of a line stand for a plain ``#``."""
    begins = line.lstrip()
    if begins[:1].isalnum() or _tidy(begins[:2]) not in {"##", "\\#"}:
        return line
    return line[: len(line) - len(begins)] + begins[1:]
