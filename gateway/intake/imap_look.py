"""One pass over a mailbox: what is new is spooled, recorded, and only then moved.

What a crash at each point leads to, the rule of this file being this order:
before the spool has kept it - the message is still in the folder, and is fetched again;
after that, before the ledger has it - it is fetched a second time, and so is its batch,
with the same URL in its Received field; the desk drops it by Message-ID and digest;
after that, before the move - it is moved, not fetched;
between COPY and EXPUNGE (a server without MOVE) - Processed holds it twice.
Nothing is ever dropped: what cannot be taken goes to the folder for held ones.
"""

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from gateway import maillog
from gateway.desk.ports import Clock, Incoming, Spool
from gateway.intake.imap_envelope import Origin, envelope_of
from gateway.intake.imap_faults import CommandRefused, MailboxUnavailable
from gateway.intake.imap_login import Account
from gateway.intake.imap_session import ImapSession, Listed
from gateway.intake.ledger import ImapLedger
from gateway.mail.delivery import HEAD_LIMIT_BYTES
from gateway.mail.envelope import Envelope, FolderOrder, FolderVerb, QueueId

SIZE_LIMIT_BYTES = 50 * 1024 * 1024
"""A message with more than this is moved to Held, unfetched."""

SMALL_BYTES = 256 * 1024
"""A message up to this size is fetched whole, together with others."""

BATCH_BYTES = 4 * 1024 * 1024
BATCH_MESSAGES = 50
"""What is fetched by one command."""

WINDOW_MESSAGES = 500
"""Messages whose sizes are asked for at once, and that are moved by one command: some
servers look through the whole folder at each."""

KEEPERS = 8
"""Threads that keep the messages of a batch: they share the spool's commits."""

FETCH_TRIES_LIMIT = 5
"""A message that broke this many fetches is moved to Held."""

NO_ID = QueueId("NOQUEUE")
"""In the log, for a message that never came into the spool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folder that is read, and where messages go from there."""

    inbox: str = "INBOX"
    processed: str = "Processed"
    held: str = "Held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one pass did. ``left`` stay in the folder; the next pass tries again."""

    taken: int
    held: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox as the gateway knows it.

    ``address`` is what its messages are addressed to; ``hostname`` is our own name.
    ``orders`` are the folders into which staff drag a mail, and what for; ``order`` is
    that of the one folder that a pass is over.
    """

    account: Account
    address: str
    hostname: str
    folders: Folders = field(default_factory=Folders)
    size_limit_bytes: int = SIZE_LIMIT_BYTES
    orders: Mapping[str, FolderOrder] = field(default_factory=dict)
    order: FolderOrder | None = None

    def of_order(self, folder: str) -> "Mailbox":
        """The same mailbox, with one of the folders of its orders to be read."""
        folders = replace(self.folders, inbox=folder)
        return replace(self, folders=folders, orders={}, order=self.orders[folder])

    @property
    def key(self) -> str:
        """Names the folder in the ledger."""
        return f"{self.account.user}@{self.account.host}/{self.folders.inbox}"


@dataclass(slots=True)
class _Tally:
    """What a pass has come to so far; ``gone`` have left the folder."""

    taken: int = 0
    held: int = 0
    gone: set[int] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Looker:
    """Passes over one mailbox; remembers only which messages broke a fetch."""

    mailbox: Mailbox
    spool: Spool
    ledger: ImapLedger
    clock: Clock
    on_accept: Callable[[], None]
    stopping: threading.Event
    _fails: dict[tuple[int, int], int] = field(default_factory=dict, init=False)

    def look(self, session: ImapSession) -> Looked:
        """Take what is new.

        Raises :class:`CommandRefused` where the folder is not there,
        :class:`MailboxUnavailable`, ``SpoolUnavailable`` or ``LedgerUnavailable``;
        what was taken until then is safe.
        """
        session.select(self.mailbox.folders.inbox)
        uids = session.uids()
        key, validity = self.mailbox.key, session.uidvalidity
        before = self.ledger.uidvalidity(key)
        if before not in (0, validity):
            maillog.mailbox_anew(key, before, validity, len(uids))
        safe = [u for u in uids if self.ledger.seen(key, validity, u)]
        tally = _Tally()
        for batch in _cut(safe, WINDOW_MESSAGES):
            self._put_away(session, batch, tally)
        for window in _cut(sorted(set(uids).difference(safe)), WINDOW_MESSAGES):
            if self.stopping.is_set():
                break
            self._look_at(session, window, tally)
        left = set(uids) - tally.gone
        self.ledger.keep_only(key, validity, left)
        self._fails = {k: n for k, n in self._fails.items() if k[1] in left}
        return Looked(taken=tally.taken, held=tally.held, left=len(left))

    def _look_at(
        self, session: ImapSession, window: Sequence[int], tally: _Tally
    ) -> None:
        fit = []
        for listed in session.listed(window):
            reason = self._objection(session, listed)
            if reason:
                self._hold(session, listed.uid, reason, tally)
            else:
                fit.append(listed)
        # What broke a fetch may break the next one: it comes after all others.
        fit.sort(key=lambda listed: self._failed(session, listed.uid))
        safe: list[int] = []
        for batch in self._batches(session, fit):
            if self.stopping.is_set():
                break
            safe += self._take(session, batch, tally)
        self._put_away(session, safe, tally)

    def _objection(self, session: ImapSession, listed: Listed) -> str:
        if listed.size_bytes > self.mailbox.size_limit_bytes:
            return f"{listed.size_bytes} bytes, over {self.mailbox.size_limit_bytes}"
        fails = self._failed(session, listed.uid)
        return f"broke {fails} fetches" if fails >= FETCH_TRIES_LIMIT else ""

    def _failed(self, session: ImapSession, uid: int) -> int:
        """How many fetches this message broke."""
        return self._fails.get((session.uidvalidity, uid), 0)

    def _batches(
        self, session: ImapSession, fit: Sequence[Listed]
    ) -> Iterator[list[Listed]]:
        """Big messages and suspects alone, the others together, in order."""
        batch: list[Listed] = []
        size_bytes = 0
        for listed in fit:
            alone = self._is_alone(session, listed)
            full = size_bytes + listed.size_bytes > BATCH_BYTES
            if batch and (alone or full or len(batch) == BATCH_MESSAGES):
                yield batch
                batch, size_bytes = [], 0
            if alone:
                yield [listed]
            else:
                batch.append(listed)
                size_bytes += listed.size_bytes
        if batch:
            yield batch

    def _is_alone(self, session: ImapSession, listed: Listed) -> bool:
        suspect = self._failed(session, listed.uid)
        return bool(suspect) or listed.size_bytes > SMALL_BYTES

    # --- from the folder into the spool --------------------------------------

    def _take(
        self, session: ImapSession, batch: list[Listed], tally: _Tally
    ) -> list[int]:
        """The UIDs of those that the ledger has now."""
        alone = len(batch) == 1 and self._is_alone(session, batch[0])
        take = self._in_pieces if alone else self._together
        try:
            safe = take(session, batch, tally)
        except (CommandRefused, MailboxUnavailable) as fault:
            for listed in batch:
                at = (session.uidvalidity, listed.uid)
                self._fails[at] = self._fails.get(at, 0) + 1
            if isinstance(fault, MailboxUnavailable):
                raise
            return self._take_each(session, batch, tally, fault)
        tally.taken += len(safe)
        if safe:
            self.on_accept()
        return safe

    def _take_each(
        self,
        session: ImapSession,
        batch: list[Listed],
        tally: _Tally,
        refusal: CommandRefused,
    ) -> list[int]:
        """One message of a batch was refused: which one shows when each is alone."""
        maillog.unavailable(self.mailbox.key, f"{len(batch)} messages: {refusal}")
        alone = ([listed] for listed in batch) if len(batch) > 1 else ()
        return [uid for one in alone for uid in self._take(session, one, tally)]

    def _together(
        self, session: ImapSession, batch: list[Listed], _: _Tally
    ) -> list[int]:
        contents = session.contents([listed.uid for listed in batch])
        # A message may be gone: another client moved it meanwhile.
        there = [listed for listed in batch if listed.uid in contents]
        arrived = [
            (listed.uid, envelope)
            for listed in there
            for envelope in self._envelopes(session, listed, contents[listed.uid])
        ]
        kept = self._kept(arrived, contents)
        ids = zip(arrived, kept, strict=True)
        self._record(session, {uid: queue_id for (uid, _), queue_id in ids})
        for (uid, envelope), queue_id in zip(arrived, kept, strict=True):
            maillog.accepted(queue_id, envelope, len(contents[uid]))
        return [listed.uid for listed in there]

    def _kept(
        self, arrived: Sequence[tuple[int, Envelope]], contents: Mapping[int, bytes]
    ) -> Sequence[QueueId]:
        """Keep all of them, in their order, by as few commits as can be."""
        drafts: list[Incoming] = []
        try:
            for uid, envelope in arrived:
                drafts.append(self.spool.begin(envelope))
                drafts[-1].write(contents[uid])
            with ThreadPoolExecutor(KEEPERS) as keepers:
                return list(keepers.map(lambda draft: draft.keep(), drafts))
        finally:
            for draft in drafts:
                draft.drop()

    def _in_pieces(
        self, session: ImapSession, batch: list[Listed], tally: _Tally
    ) -> list[int]:
        uid, pieces = batch[0].uid, session.pieces(batch[0].uid)
        first = next(pieces, b"")
        if not first:
            return []
        envelopes = self._envelopes(session, batch[0], first)
        drafts = [self.spool.begin(envelope) for envelope in envelopes]
        try:
            size_bytes = self._write(drafts, itertools.chain([first], pieces))
            if size_bytes > self.mailbox.size_limit_bytes:
                self._hold(session, uid, f"more than {size_bytes} bytes", tally)
                return []
            kept = [draft.keep() for draft in drafts]
        finally:
            for draft in drafts:
                draft.drop()
        self._record(session, {uid: kept[-1]})
        for queue_id, envelope in zip(kept, envelopes, strict=True):
            maillog.accepted(queue_id, envelope, size_bytes)
        return [uid]

    def _write(self, drafts: Sequence[Incoming], pieces: Iterable[bytes]) -> int:
        """Bytes written; over the limit it stops, whatever the server had announced."""
        size_bytes = 0
        for piece in pieces:
            size_bytes += len(piece)
            if size_bytes > self.mailbox.size_limit_bytes:
                break
            for draft in drafts:
                draft.write(piece)
        return size_bytes

    def _record(self, session: ImapSession, kept: Mapping[int, QueueId]) -> None:
        self.ledger.record(self.mailbox.key, session.uidvalidity, kept)

    def _envelopes(
        self, session: ImapSession, listed: Listed, content: bytes
    ) -> tuple[Envelope, ...]:
        """As what the message is to be handled: a command needs it as it is, first."""
        envelope = envelope_of(
            content[:HEAD_LIMIT_BYTES],
            origin=self._origin(session, listed.uid),
            mailbox=self.mailbox.address,
            received_at=listed.arrived_at or self.clock.now(),
            host=self.mailbox.hostname,
        )
        order = self.mailbox.order
        ordered = replace(envelope, order=order)
        commands = order is not None and order.verb is FolderVerb.COMMAND
        return (envelope, ordered) if commands else (ordered,)

    def _origin(self, session: ImapSession, uid: int) -> Origin:
        return Origin(
            host=self.mailbox.account.host,
            user=self.mailbox.account.user,
            folder=self.mailbox.folders.inbox,
            uidvalidity=session.uidvalidity,
            uid=uid,
        )

    # --- out of the folder ---------------------------------------------------

    def _put_away(
        self, session: ImapSession, safe: Sequence[int], tally: _Tally
    ) -> None:
        """Move what the ledger has; a refusal costs nothing but another try."""
        if not safe:
            return
        key = self.mailbox.key
        try:
            session.mark_seen(safe)
        except CommandRefused as refusal:
            maillog.unavailable(key, f"flags refused: {refusal}")
        try:
            session.move(safe, self.mailbox.folders.processed)
        except CommandRefused as refusal:
            maillog.unavailable(key, f"{len(safe)} messages left in place: {refusal}")
        else:
            tally.gone.update(safe)

    def _hold(self, session: ImapSession, uid: int, reason: str, tally: _Tally) -> None:
        """Set a message aside for a person, unread as it is."""
        cause = f"{self._origin(session, uid).url}: {reason}"
        try:
            session.move([uid], self.mailbox.folders.held)
        except CommandRefused as refusal:
            maillog.held(NO_ID, f"{cause}; left in place: {refusal}")
        else:
            maillog.held(NO_ID, cause)
            tally.held += 1
            tally.gone.add(uid)


def _cut(uids: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), length):
        yield uids[start : start + length]
