"""One conversation with one IMAP server: all that knows IMAPClient, and its traps.

Rule: no exception of the library leaves this file; after a fault the session is of no
use and a new one is made. IDLE is a wake-up, never a source of facts. The mailbox is
changed by MOVE, or COPY and UID EXPUNGE; never by a bare EXPUNGE, which would take
along what other clients have marked.

STANDARDS: RFC 3501; RFC 2087 (QUOTA); RFC 2177 (IDLE); RFC 2342 (NAMESPACE);
RFC 4315 (UIDPLUS); RFC 6851 (MOVE).
"""

import select
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient import DELETED, SEEN, IMAPClient, imap_utf7

from gateway.channel import good_until
from gateway.intake.imap_faults import (
    FAULTS,
    CommandRefused,
    MailboxUnavailable,
    refusable,
    translated,
)
from gateway.intake.imap_login import Account, connected, log_in
from gateway.intake.imap_meter import bound

SEARCH_WINDOW = 20_000
"""Messages a SEARCH: imaplib refuses an answer line of 1,000,000 octets."""

PIECE_BYTES = 1024 * 1024
"""Of a big message, how much is fetched at once."""

QUOTAS_LIMIT = 10
"""Limits of one folder that are looked at."""

INBOX = "INBOX"
"""RFC 3501 §5.1: the one name that is the same everywhere, in any case."""

LEVELS = "/"
"""What parts the levels of a folder in our configuration, whatever the server uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A message in the mailbox, not yet fetched."""

    uid: int
    size_bytes: int
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How much of what may be kept: of ``STORAGE`` in units of 1024 octets."""

    resource: str
    used: int
    limit: int

    @property
    def share(self) -> float:
        return self.used / self.limit


class ImapSession:
    """A logged-in connection with one folder selected. For one thread."""

    def __init__(self, client: IMAPClient, folder: str) -> None:
        self._client = client
        self._folder = folder
        self._prefix = ""
        self._levels = LEVELS
        self._exists = 0
        self._told = 0
        self.uidvalidity = 0

    @classmethod
    def begin(cls, account: Account, folder: str) -> "ImapSession":
        """Raises :class:`LoginRefused` or :class:`MailboxUnavailable`."""
        with translated(f"{account.host}:{account.port}"):
            client = connected(account)
        session = cls(client, folder)
        try:
            with translated("LOGIN"):
                bound(client)
                log_in(client, account)
                client.normalise_times = False
            session.learn_names()
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

    def learn_names(self) -> None:
        """Where the folders of this account begin, and what parts their levels."""
        try:
            with refusable("NAMESPACE"):
                if not self._client.has_capability("NAMESPACE"):
                    return
                own = self._client.namespace().personal
        except CommandRefused:
            return
        if own:
            prefix, levels = own[0]
            self._prefix, self._levels = str(prefix or ""), str(levels or LEVELS)

    def named(self, folder: str) -> str:
        """A folder of the configuration as this server calls it.

        "A/B" is "A.B", or "INBOX.A.B", where that is how its folders are named.
        """
        if folder.upper() == INBOX:
            return folder
        here = folder.replace(LEVELS, self._levels)
        return here if here.startswith(self._prefix) else f"{self._prefix}{here}"

    def select(self, folder: str) -> None:
        """Go to another folder. Raises :class:`CommandRefused` where it is not there.

        Then no folder is selected until the next call.
        """
        with refusable("SELECT"):
            self._note(self._client.select_folder(self.named(folder)))
        self._folder = folder

    def refresh(self) -> None:
        """Learn how many messages there are now, and under which UIDVALIDITY."""
        try:
            self.select(self._folder)
        except CommandRefused as refusal:
            raise MailboxUnavailable(str(refusal)) from refusal

    def uids(self) -> tuple[int, ...]:
        """Every message that nobody has marked as deleted, oldest first."""
        found: set[int] = set()
        with translated("SEARCH"):
            for first in range(1, self._exists + 1, SEARCH_WINDOW):
                last = min(first + SEARCH_WINDOW - 1, self._exists)
                answer = self._client.search([f"{first}:{last}", "UNDELETED"])
                found.update(int(uid) for uid in answer)
        return tuple(sorted(found))

    def listed(self, uids: Sequence[int]) -> tuple[Listed, ...]:
        """Size and age of these; those that are gone are left out."""
        asked = frozenset(uids)
        with translated("FETCH"):
            answer = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
            return tuple(
                Listed(
                    uid=uid,
                    size_bytes=int(found[b"RFC822.SIZE"]),
                    arrived_at=_moment(found.get(b"INTERNALDATE")),
                )
                for uid, found in answer.items()
                if b"RFC822.SIZE" in found and uid in asked
            )

    def contents(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        """Whole small messages, unseen as they are; those that are gone left out."""
        with refusable("FETCH"):
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
            with refusable("FETCH"):
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
        with translated("CAPABILITY"):
            return bool(self._client.has_capability(capability))

    def certificate_until(self) -> datetime | None:
        """When the server's certificate ends; None for a connection in clear."""
        with translated("certificate"):
            return good_until(self._client.socket())

    def quotas(self, folder: str) -> tuple[Quota, ...]:
        """The limits that hold for a folder; none where the server tells of none."""
        if not self.can("QUOTA"):
            return ()
        try:
            with refusable("GETQUOTAROOT"):
                _, found = self._client.get_quota_root(_quoted(self.named(folder)))
                return tuple(
                    Quota(resource=str(x.resource), used=int(x.usage), limit=limit)
                    for x in found[:QUOTAS_LIMIT]
                    if (limit := int(x.limit)) > 0
                )
        except CommandRefused:
            return ()

    def bearing(self, message_id: str) -> Mapping[int, datetime | None]:
        """The messages with this Message-ID in the selected folder, and their age."""
        with translated("SEARCH"):
            found = self._client.search(["HEADER", "Message-ID", message_id])
        uids = [int(uid) for uid in found]
        return {one.uid: one.arrived_at for one in self.listed(uids)} if uids else {}

    # --- changing ------------------------------------------------------------

    def make_folder(self, name: str) -> None:
        """Raises :class:`CommandRefused` where it neither is there nor can be made."""
        with refusable("CREATE"):
            if not self._client.folder_exists(self.named(name)):
                self._client.create_folder(self.named(name))

    def mark_seen(self, uids: Sequence[int]) -> None:
        with refusable("STORE"):
            self._client.add_flags(uids, [SEEN], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Atomically where the server can; a crash in between leaves two copies.

        Without MOVE and UIDPLUS the originals stay behind, marked as deleted.
        """
        there = self.named(folder)
        with refusable("MOVE"):
            if self._client.has_capability("MOVE"):
                self._client.move(uids, there)
                return
            self._client.copy(uids, there)
            self._client.add_flags(uids, [DELETED], silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(uids)

    def remove(self, uids: Sequence[int]) -> None:
        """For good; without UIDPLUS they stay, marked as deleted."""
        with refusable("STORE"):
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
        with translated("EXISTS"):
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
        with translated("IDLE"):
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


def _quoted(folder: str) -> bytes:
    """A name for the one command that the library says as it is given."""
    said = bytes(imap_utf7.encode(folder)).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'"' + said + b'"'


def _moment(found: object) -> datetime | None:
    """INTERNALDATE in UTC; None where it is missing or no date at all."""
    if not isinstance(found, datetime) or found.tzinfo is None:
        return None
    try:
        return found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
