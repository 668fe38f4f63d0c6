"""One message of a session, from DATA to its answer: the promise behind the last 250.

250 is said when the spool has kept the message, and not before; where the policy wants
it, when the desk has committed what it came to.

STANDARDS: RFC 5321 §4.1.1.4, §4.2.5, §4.5.3.2.5; RFC 2033 §4.2; RFC 3848 and 6531 §4.3
(protocol words).
"""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from gateway import maillog
from gateway.desk.ports import Incoming, SpoolUnavailable
from gateway.intake.data import Fault
from gateway.intake.smtp_connection import CLOSING, LONE_LINE_END
from gateway.intake.smtp_paths import Refused
from gateway.intake.smtp_reception import Reception
from gateway.intake.smtp_secure import SecureConnection
from gateway.intake.smtp_settling import settled
from gateway.intake.smtp_transaction import TOO_BIG, Transaction
from gateway.intake.smtp_transfer import Transfer
from gateway.mail.envelope import Envelope, QueueId

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


CANNOT_STORE = "451 4.3.0 Mail system cannot store the message now"

FAULT_REPLIES: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.TOO_BIG: TOO_BIG,
        Fault.LINE_TOO_LONG: "554 5.6.0 A line of the message is too long",
        Fault.TOO_MANY_HOPS: "554 5.4.6 Too many hops, this looks like a mail loop",
    }
)


class MessageConnection(SecureConnection):
    """``_transaction`` is what MAIL and RCPT have said; ``_helo`` who greeted."""

    def __init__(self, reception: Reception) -> None:
        super().__init__(reception)
        self._helo = ""
        self._transaction: Transaction | None = None
        self._transfer: Transfer | None = None
        self._answers_owed = 1
        self._octets_seen = 0
        self._data_ends_at = 0.0

    @property
    @override
    def idle(self) -> bool:
        return self._transfer is None

    @override
    async def smtp_DATA(self, arg: str | None) -> None:
        envelope = self._sealed(arg)
        if isinstance(envelope, Refused):
            await self.push(envelope.reply)
            return
        answers = self._transaction.accepted if self._transaction else 0
        self._transaction = None
        try:
            draft = self._reception.spool.begin(envelope)
        except SpoolUnavailable as error:
            maillog.unavailable("spool", str(error))
            await self.push(CANNOT_STORE)
            return
        self._transfer = Transfer(self._reception, draft)
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            self._answers_owed = answers if self._reception.policy.answers_each else 1
            reply = await self._take_in(envelope, draft, self._transfer)
        finally:
            self._transfer = None
        await self.push(self._for_each(reply))
        if self.smuggled:
            self.leave()
        elif self._reception.closing:
            self.leave(CLOSING)

    def _for_each(self, reply: str) -> str:
        """RFC 2033 §4.2: an answer a recipient; the same one, as it is one message."""
        owed, self._answers_owed = self._answers_owed, 1
        return "\r\n".join([reply] * owed)

    @override
    async def handle_exception(self, error: Exception) -> str:
        return self._for_each(await super().handle_exception(error))

    def _sealed(self, argument: str | None) -> Envelope | Refused:
        transaction = self._transaction
        if transaction is None:
            return Refused("503 5.5.1 Send MAIL first")
        if argument:
            return Refused("501 5.5.4 Syntax: DATA")
        if not transaction.rcpt_to:
            # RFC 2033 §4.2 names the code for LMTP, RFC 5321 §3.3 the other.
            code = "503" if self._reception.policy.answers_each else "554"
            return Refused(f"{code} 5.5.1 No valid recipients")
        return Envelope(
            mail_from=transaction.mail_from,
            rcpt_to=tuple(transaction.rcpt_to),
            received_at=self._reception.clock.now(),
            received_by=self.hostname,
            received_from=f"{self._helo} ({self.peer})" if self.peer else self._helo,
            protocol=self._protocol(transaction),
            authenticated=self._user,
        )

    def _protocol(self, transaction: Transaction) -> str:
        """The word for the Received field (RFC 3848, RFC 6531 §4.3)."""
        if not self._extended:
            return "SMTP"
        word = self._reception.policy.word
        if transaction.smtputf8:
            word = f"UTF8{word.removeprefix('E')}"
        return f"{word}{'S' if self.encrypted else ''}{'A' if self._user else ''}"

    async def _take_in(
        self, envelope: Envelope, draft: Incoming, transfer: Transfer
    ) -> str:
        """The reply to a whole message. Whatever ends this early keeps nothing."""
        self._octets_seen = self._octets
        self._data_ends_at = self.loop.time() + self._reception.limits.data_seconds
        handed_over = False
        try:
            await transfer.receive(self._reader)
            if self.smuggled:
                return LONE_LINE_END
            fault = transfer.content.fault()
            if fault is not None:
                return FAULT_REPLIES[fault]
            # From here on the draft is the thread's, which keeps it or forgets it.
            handed_over = True
            queue_id = await self._keep(envelope, draft, transfer)
        except SpoolUnavailable as error:
            maillog.unavailable("spool", str(error))
            return CANNOT_STORE
        except EOFError:
            maillog.rejected(self.peer, "421 4.4.2", "peer closed during DATA")
            raise
        finally:
            if not handed_over:
                self._reception.drop(draft)
        self._conduct.junk_commands = 0
        return await settled(queue_id, self._reception)

    async def _keep(
        self, envelope: Envelope, draft: Incoming, transfer: Transfer
    ) -> QueueId:
        """Keep it in a thread, since fsync blocks.

        A peer that goes away now cancels this coroutine, not the thread: the message
        is kept and logged, and its second copy will be found as seen.
        """
        size = transfer.content.size_octets

        def keep() -> QueueId:
            queue_id = draft.keep()
            maillog.accepted(queue_id, envelope, size)
            self._reception.on_accept()
            return queue_id

        transfer.waits_for_us = True
        keeping = self.loop.run_in_executor(self._reception.executor, keep)
        return await asyncio.shield(keeping)

    @override
    def _moves(self) -> bool:
        """A message may come slowly, but not endlessly so."""
        if self._transfer is None:
            return False
        limits = self._reception.limits
        moved, self._octets_seen = self._octets - self._octets_seen, self._octets
        if self._transfer.waits_for_us:
            return True
        in_time = self.loop.time() < self._data_ends_at
        due = limits.data_octets_per_second * limits.command_seconds
        return in_time and moved >= due
