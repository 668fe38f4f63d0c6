"""Foreign words, made fit to print: how much of them a letter repeats, and how.

Whatever a person outside wrote comes through here or through ``one_line``: bounded,
without control characters, and never as the beginning of a line of its own.

STANDARDS: RFC 6068 (mailto).
"""

from urllib.parse import quote

from gateway.dispatch.wrap import HASHES, cut, one_line

ECHO_LIMIT_CHARS = 60
"""Characters of a customer's own words that a letter repeats (LETTERS 3.2)."""
TITLE_COLUMNS = 72
PARAGRAPH_COLUMNS = 1000
STEPS_LIMIT = 10
"""Lines of a test result that become checks for the requester."""
STEP_COLUMNS = 300
FILES_LIMIT = 10
"""Files that are named; of the others only the number is told."""
FILENAME_COLUMNS = 60
NAME_COLUMNS = 48
COMMAND_COLUMNS = 200
QUOTE_LINES_LIMIT = 80
QUOTE_COLUMNS_LIMIT = 600
PHONE_TAIL_DIGITS = 4
"""Digits of a phone number that a customer's letter shows."""
PHONE_DIGITS_MINIMUM = 7
"""Fewer digits are no number: nobody can be called there."""


def echo(text: str) -> str:
    """The first words, on one line."""
    line = one_line(text)
    if len(line) <= ECHO_LIMIT_CHARS:
        return line
    return line[: ECHO_LIMIT_CHARS - 3].rstrip() + "..."


def person(name: str) -> str:
    """A name that a line may begin with: none that looks like a command."""
    return cut(one_line(name).lstrip("".join(HASHES) + " "), NAME_COLUMNS)


def quoted(text: str) -> tuple[str, ...]:
    """Line by line, bounded; the original is kept in full elsewhere."""
    lines = [one_line(line) for line in text.strip().splitlines()]
    kept = [cut(line, QUOTE_COLUMNS_LIMIT) for line in lines[:QUOTE_LINES_LIMIT]]
    return (*kept, "...") if len(lines) > QUOTE_LINES_LIMIT else tuple(kept)


def phone_tail(phone: str) -> str:
    """The last four digits, where it looks like a number at all."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-PHONE_TAIL_DIGITS:] if len(digits) >= PHONE_DIGITS_MINIMUM else ""


def mailto(address: str, subject: str, body: str = "") -> str:
    """A link that opens a mail; ``+`` is encoded, since webmail reads it as a space."""
    link = f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
    return f"{link}&body={quote(body, safe='')}" if body else link
