"""One conversation with one IMAP server: all that knows IMAPClient, and its traps.

Rule: no exception of the library leaves this file; after a fault the session is of no
use and a new one is made. IDLE is a wake-up, never a source of facts. The mailbox is
changed by MOVE, or COPY and UID EXPUNGE; never by a bare EXPUNGE, which would take
along what other clients have marked.

STANDARDS: RFC 3501; RFC 2177 (IDLE); RFC 4315 (UIDPLUS); RFC 6851 (MOVE); RFC 8314
(TLS); RFC 5530 (response codes).
"""

import imaplib
import select
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from imapclient import DELETED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from gateway.channel import Security, is_loopback

SEARCH_WINDOW = 20_000
"""Messages a SEARCH: imaplib refuses an answer line of 1,000,000 octets."""

PIECE_BYTES = 1024 * 1024
"""Of a big message, how much is fetched at once."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a mailbox is and how to get in.

    ``token`` gives a fresh access token, in place of a password; it raises OSError
    where none is to be had. ``ca_file`` replaces the system's certificate authorities.
    Raises :class:`ValueError` where the password would cross the network in clear.
    """

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    security: Security = Security.TLS
    ca_file: Path | None = None
    connect_timeout_seconds: float = 15.0
    read_timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.security is Security.NONE and not is_loopback(self.host):
            raise ValueError(f"no login without TLS to {self.host}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A message in the mailbox, not yet fetched."""

    uid: int
    size_bytes: int
    arrived_at: datetime | None


class ImapSession:
    """A logged-in connection with one folder selected. For one thread."""

    def __init__(self, client: IMAPClient, folder: str) -> None:
        self._client = client
        self._folder = folder
        self._exists = 0
        self._told = 0
        self.uidvalidity = 0

    @classmethod
    def begin(cls, account: Account, folder: str) -> "ImapSession":
        """Raises :class:`LoginRefused` or :class:`MailboxUnavailable`."""
        with _translated(f"{account.host}:{account.port}"):
            client = _connect(account)
        session = cls(client, folder)
        try:
            with _translated("LOGIN"):
                _log_in(client, account)
                client.normalise_times = False
            session.refresh()
        except BaseException:
            session.cut()
            raise
        return session

    def end(self) -> None:
        """Log out where that is still possible; never raises."""
        try:
            self._client.logout()
        except FAULTS:
            self.cut()

    def cut(self) -> None:
        """Close the connection without a word; never raises."""
        try:
            self._client.shutdown()
        except FAULTS:
            return

    def interrupt(self) -> None:
        """Make a command under way fail at once. May be called from another thread."""
        try:
            self._client.socket().shutdown(socket.SHUT_RDWR)
        except FAULTS:
            return

    # --- looking -------------------------------------------------------------

    def refresh(self) -> None:
        """Learn how many messages there are now, and under which UIDVALIDITY."""
        with _translated("SELECT"):
            self._note(self._client.select_folder(self._folder))

    def uids(self) -> tuple[int, ...]:
        """Every message that nobody has marked as deleted, oldest first."""
        found: set[int] = set()
        with _translated("SEARCH"):
            for first in range(1, self._exists + 1, SEARCH_WINDOW):
                last = min(first + SEARCH_WINDOW - 1, self._exists)
                answer = self._client.search([f"{first}:{last}", "UNDELETED"])
                found.update(int(uid) for uid in answer)
        return tuple(sorted(found))

    def listed(self, uids: Sequence[int]) -> tuple[Listed, ...]:
        """Size and age of these; those that are gone are left out."""
        with _translated("FETCH"):
            answer = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
            return tuple(
                Listed(
                    uid=uid,
                    size_bytes=int(found[b"RFC822.SIZE"]),
                    arrived_at=_moment(found.get(b"INTERNALDATE")),
                )
                for uid, found in answer.items()
                if b"RFC822.SIZE" in found
            )

    def contents(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        """Whole small messages, unseen as they are; those that are gone left out."""
        with _refusable("FETCH"):
            answer = self._client.fetch(uids, ["BODY.PEEK[]"])
            bodies = {uid: found.get(b"BODY[]") for uid, found in answer.items()}
            return {u: bytes(b) for u, b in bodies.items() if b is not None}

    def pieces(self, uid: int) -> Iterator[bytes]:
        """One big message, piece by piece; nothing at all where it is gone.

        Raises :class:`CommandRefused` where it goes in the middle: another client
        moved it, and what was read so far is not a message.
        """
        offset, whole = 0, True
        while whole:
            wanted = f"BODY.PEEK[]<{offset}.{PIECE_BYTES}>"
            with _refusable("FETCH"):
                found = self._client.fetch([uid], [wanted]).get(uid, {})
                key = f"BODY[]<{offset}>".encode()
                piece = bytes(found.get(key) or b"")
            if offset and key not in found:
                raise CommandRefused(f"FETCH: gone after {offset} bytes")
            offset += len(piece)
            whole = len(piece) == PIECE_BYTES
            if piece:
                yield piece

    def can(self, capability: str) -> bool:
        with _translated("CAPABILITY"):
            return bool(self._client.has_capability(capability))

    def bearing(self, message_id: str) -> Mapping[int, datetime | None]:
        """The messages with this Message-ID in the selected folder, and their age."""
        with _translated("SEARCH"):
            found = self._client.search(["HEADER", "Message-ID", message_id])
        uids = [int(uid) for uid in found]
        return {one.uid: one.arrived_at for one in self.listed(uids)} if uids else {}

    # --- changing ------------------------------------------------------------

    def make_folder(self, name: str) -> None:
        """Raises :class:`CommandRefused` where it neither is there nor can be made."""
        with _refusable("CREATE"):
            if not self._client.folder_exists(name):
                self._client.create_folder(name)

    def mark_seen(self, uids: Sequence[int]) -> None:
        with _refusable("STORE"):
            self._client.add_flags(uids, [SEEN], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Atomically where the server can; a crash in between leaves two copies.

        Without MOVE and UIDPLUS the originals stay behind, marked as deleted.
        """
        with _refusable("MOVE"):
            if self._client.has_capability("MOVE"):
                self._client.move(uids, folder)
                return
            self._client.copy(uids, folder)
            self._client.add_flags(uids, [DELETED], silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(uids)

    def remove(self, uids: Sequence[int]) -> None:
        """For good; without UIDPLUS they stay, marked as deleted."""
        with _refusable("STORE"):
            self._client.add_flags(uids, [DELETED], silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(uids)

    # --- waiting -------------------------------------------------------------

    def can_idle(self) -> bool:
        return self.can("IDLE")

    def has_news(self) -> bool:
        """Whether the server spoke of new messages since ``refresh``.

        It says so with the answer to any command, and IDLE does not say it again.
        """
        with _translated("EXISTS"):
            return self._times_told() > self._told

    def _times_told(self) -> int:
        # The library keeps it, but offers no look at it.
        told = self._client._imap.untagged_responses  # noqa: SLF001 - see above
        return len(told.get("EXISTS", ()))

    def idle(self, wake: socket.socket, limit_seconds: float) -> None:
        """Return when the server speaks, ``wake`` is readable, or the time is up.

        Always leaves IDLE by DONE and its answer: a closed connection, which the
        library's ``idle_check`` reports as silence for ever, becomes a fault here.
        """
        with _translated("IDLE"):
            self._client.idle()
            connection = self._client.socket()
            if not self._has_read_ahead(connection):
                poller = select.poll()
                poller.register(connection, select.POLLIN)
                poller.register(wake, select.POLLIN)
                poller.poll(limit_seconds * 1000)
            self._client.idle_done()

    def _has_read_ahead(self, connection: socket.socket) -> bool:
        """Whether an answer came along with the last one and waits in a buffer."""
        timeout = connection.gettimeout()
        connection.settimeout(0)
        try:
            # The library offers no look at what imaplib has read ahead.
            return bool(self._client._imap.file.peek(1))  # noqa: SLF001 - see above
        except OSError:
            return False
        finally:
            connection.settimeout(timeout)

    def _note(self, selected: Mapping[bytes, object]) -> None:
        self.uidvalidity = int(str(selected[b"UIDVALIDITY"]))
        self._exists = int(str(selected[b"EXISTS"]))
        self._told = self._times_told()


@contextmanager
def _refusable(step: str) -> Iterator[None]:
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
def _translated(step: str) -> Iterator[None]:
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


def _connect(account: Account) -> IMAPClient:
    context = ssl.create_default_context(cafile=account.ca_file)
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security is Security.TLS,
        ssl_context=context,
        timeout=SocketTimeout(
            connect=account.connect_timeout_seconds, read=account.read_timeout_seconds
        ),
    )
    if account.security is Security.STARTTLS:
        try:
            # Raises where it is not offered: there is no way on in clear.
            client.starttls(context)
        except BaseException:
            client.shutdown()
            raise
    return client


def _log_in(client: IMAPClient, account: Account) -> None:
    if account.token is not None:
        _log_in_by_token(client, account.user, account.token())
        return
    # LOGIN cannot say a password that is not ASCII; AUTHENTICATE PLAIN can.
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(account.user, account.password)
    else:
        client.login(account.user, account.password)


def _log_in_by_token(client: IMAPClient, user: str, token: str) -> None:
    """XOAUTH2; the server's reason for a refusal is answered by nothing, and kept."""
    told: list[bytes] = []

    def answer(challenge: bytes) -> bytes:
        # An empty challenge asks for the token; what comes after it is a reason.
        if not told and not challenge:
            told.append(b"")
            return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
        told.append(challenge)
        return b""

    try:
        client.sasl_login("XOAUTH2", answer)
    except LoginError as error:
        reason = b" ".join(told).decode("utf-8", "replace").strip()
        raise LoginError(f"{error} {reason}".strip()) from error


def _moment(found: object) -> datetime | None:
    """INTERNALDATE in UTC; None where it is missing or no date at all."""
    if not isinstance(found, datetime) or found.tzinfo is None:
        return None
    try:
        return found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
