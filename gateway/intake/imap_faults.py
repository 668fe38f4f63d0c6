"""What can go wrong with a mailbox, and how the library's exceptions become ours.

Rule: no exception of imaplib or IMAPClient leaves the files beside this one.

STANDARDS: RFC 3501 §7.1 (NO, BAD); RFC 5530 (response codes).
"""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import LoginError

REASON_LIMIT = 500
"""Of what the server said, the characters kept for the operator."""

TEMPORARY_LOGIN = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
"""RFC 5530: refusals that say nothing about the password."""

FAULTS = (
    imaplib.IMAP4.error,
    OSError,
    # What a server's garbage makes of the library's parser.
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    MemoryError,
)


class MailboxUnavailable(Exception):
    """The mailbox cannot be worked on now; nothing is lost, try again later."""


class LoginRefused(MailboxUnavailable):
    """Name and password will not do: trying on may lock the account."""


class CommandRefused(Exception):
    """The server said NO to one command; the session is still good."""


@contextmanager
def refusable(step: str) -> Iterator[None]:
    """A NO to this command is an answer one can live with."""
    try:
        yield
    except imaplib.IMAP4.error as error:
        if type(error) is imaplib.IMAP4.error and _is_answer(str(error)):
            raise CommandRefused(f"{step}: {error}"[:REASON_LIMIT]) from error
        raise _unavailable(step, error) from error
    except FAULTS as error:
        raise _unavailable(step, error) from error


@contextmanager
def translated(step: str) -> Iterator[None]:
    """Whatever goes wrong with this command, the session is of no more use."""
    try:
        yield
    except LoginError as error:
        raise _login_fault(error) from error
    except FAULTS as error:
        raise _unavailable(step, error) from error


def _unavailable(step: str, error: BaseException) -> MailboxUnavailable:
    reason = f"{step}: {type(error).__name__}: {error}"
    return MailboxUnavailable(reason[:REASON_LIMIT])


def _is_answer(text: str) -> bool:
    """Whether it was a tagged NO or BAD; else the conversation is out of step."""
    return " failed: " in text or " command error: BAD " in text


def _login_fault(error: LoginError) -> MailboxUnavailable:
    """A refusal only where the server refused; a cut line says nothing."""
    said = str(error)
    passing = any(code in said.upper() for code in TEMPORARY_LOGIN)
    if passing or isinstance(error.__context__, imaplib.IMAP4.abort):
        return MailboxUnavailable(f"LOGIN: {said[:REASON_LIMIT]}")
    return LoginRefused(f"LOGIN: {said[:REASON_LIMIT]}")
