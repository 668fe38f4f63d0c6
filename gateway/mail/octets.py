"""The parts of a mail as spans of its octets: nothing is decoded or written anew.

Rule: a part ends before the line break that belongs to the delimiter after it, since
that is how far a signature reaches. One look over the octets, bounded by the parts.
STANDARDS: RFC 2046 §5.1.1 (delimiters), RFC 5322 §2.2 (fields).
"""

from collections.abc import Iterator
from dataclasses import dataclass

HEADER_BYTES = 262_144
"""Octets of a part's header that are looked at."""
_CONTENT = b"content-"


@dataclass(frozen=True, slots=True)
class Part:
    """A header from ``start``, a body from ``body`` to ``end``."""

    start: int
    body: int
    end: int


def whole(raw: bytes) -> Part:
    return _part(raw, 0, len(raw))


def fields_of(raw: bytes, part: Part, *, content: bool) -> Iterator[bytes]:
    """The fields as they stand, line break included: Content-* ones, or all others."""
    field = b""
    end = min(part.body, part.start + HEADER_BYTES)
    for line in raw[part.start : end].splitlines(keepends=True):
        if line[:1] in (b" ", b"\t"):
            field += line
            continue
        if field.strip() and field[:8].lower().startswith(_CONTENT) is content:
            yield _ended(field)
        field = line
    if field.strip() and field[:8].lower().startswith(_CONTENT) is content:
        yield _ended(field)


def split(raw: bytes, part: Part, boundary: bytes, limit: int) -> tuple[Part, ...]:
    """The parts of a multipart; the last one may lack its closing delimiter."""
    found: list[Part] = []
    begun: int | None = None
    for start, after, closing in _delimiters(raw, part, boundary):
        if begun is not None:
            found.append(_part(raw, begun, _before_break(raw, begun, start)))
        begun = after
        if closing or len(found) >= limit:
            return tuple(found)
    if begun is not None:
        found.append(_part(raw, begun, part.end))
    return tuple(found)


def has_words(
    raw: bytes, part: Part, children: tuple[Part, ...], boundary: bytes
) -> bool:
    """Whether words stand behind the closing delimiter."""
    if not children:
        return False
    ends = [after for _, after, last in _delimiters(raw, part, boundary) if last]
    return bool(ends) and bool(raw[ends[0] : part.end].strip())


def _delimiters(
    raw: bytes, part: Part, boundary: bytes
) -> Iterator[tuple[int, int, bool]]:
    """Where each begins, where the line after it begins, whether it closes."""
    mark = b"--" + boundary
    place = part.body
    while (start := raw.find(mark, place, part.end)) != -1:
        place = start + len(mark)
        if start != part.body and raw[start - 1 : start] != b"\n":
            continue
        stop = raw.find(b"\n", place, part.end)
        after = part.end if stop == -1 else stop + 1
        rest = raw[place:after].strip()
        # A longer boundary that begins alike is not this one.
        if rest in (b"", b"--"):
            yield start, after, rest == b"--"
            place = after


def _before_break(raw: bytes, begun: int, start: int) -> int:
    for break_ in (b"\r\n", b"\n"):
        if raw[max(begun, start - len(break_)) : start] == break_:
            return start - len(break_)
    return max(begun, start)


def _part(raw: bytes, start: int, end: int) -> Part:
    """Find the blank line; without one it is header to its end."""
    place = start
    while place < end:
        stop = raw.find(b"\n", place, end)
        if stop == -1:
            break
        if not raw[place:stop].strip(b"\r"):
            return Part(start, stop + 1, end)
        place = stop + 1
    return Part(start, end, end)


def _ended(field: bytes) -> bytes:
    return field if field.endswith(b"\n") else field + b"\r\n"
