"""One SMTP session: the verbs, and the promise behind the last 250.

Each verb has one answer, with its enhanced code. The 250 to a message is given when
the spool has kept it, and not before.

STANDARDS: RFC 5321 §3.3, §4.1.1, §4.3.2; RFC 1870 (SIZE), 2920 (PIPELINING), 2034
(enhanced codes), 3207 (STARTTLS), 4954 (AUTH), 3848 and 6531 (protocol words), 6152
(8BITMIME), 6531 (SMTPUTF8).
"""

import asyncio
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from gateway import maillog
from gateway.desk.ports import Incoming, SpoolUnavailable
from gateway.intake.data import Fault
from gateway.intake.smtp_connection import CLOSING, LONE_LINE_END, Verb
from gateway.intake.smtp_paths import Refused
from gateway.intake.smtp_rates import Rate
from gateway.intake.smtp_reception import Reception
from gateway.intake.smtp_secure import SecureConnection
from gateway.intake.smtp_settling import settled
from gateway.intake.smtp_transaction import TOO_BIG, Transaction, begin
from gateway.intake.smtp_transfer import Transfer
from gateway.mail.envelope import Envelope, QueueId

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


HELO_LIMIT_CHARACTERS = 255

TOO_MANY_MAILS = "421 4.7.0 Too many messages from your address, try again later"
TOO_MANY_RECIPIENTS = "421 4.7.0 Too many recipients from your address, try later"
NO_ROOM = "452 4.3.1 Insufficient system storage"
CANNOT_STORE = "451 4.3.0 Mail system cannot store the message now"

FAULT_REPLIES: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.TOO_BIG: TOO_BIG,
        Fault.LINE_TOO_LONG: "554 5.6.0 A line of the message is too long",
        Fault.TOO_MANY_HOPS: "554 5.4.6 Too many hops, this looks like a mail loop",
    }
)

_NO_HOST_NAME = re.compile(r"[^A-Za-z0-9._:\[\]-]")


class SmtpSession(SecureConnection):
    """The conversation with one peer."""

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
    def verbs(self) -> Mapping[str, Verb]:
        greetings = {
            "HELO": self.smtp_HELO,
            "EHLO": self.smtp_EHLO,
            "LHLO": self.smtp_LHLO,
        }
        return {
            **{name: greetings[name] for name in self._reception.policy.greetings},
            "MAIL": self.smtp_MAIL,
            "RCPT": self.smtp_RCPT,
            "DATA": self.smtp_DATA,
            "RSET": self.smtp_RSET,
            "NOOP": self.smtp_NOOP,
            "VRFY": self.smtp_VRFY,
            "QUIT": self.smtp_QUIT,
            **({"STARTTLS": self.smtp_STARTTLS} if self._reception.access.tls else {}),
            **({"AUTH": self.smtp_AUTH} if self._reception.access.logins else {}),
        }

    # --- greeting ---

    @override
    async def smtp_HELO(self, hostname: str | None) -> None:
        if self._greeted(hostname, extended=False):
            await self.push(f"250 {self.hostname}")
        else:
            await self.push("501 5.5.4 Syntax: HELO hostname")

    @override
    async def smtp_EHLO(self, hostname: str | None) -> None:
        await self._greet_extended("EHLO", hostname)

    async def smtp_LHLO(self, hostname: str | None) -> None:
        await self._greet_extended("LHLO", hostname)

    async def _greet_extended(self, verb: str, hostname: str | None) -> None:
        if not self._greeted(hostname, extended=True):
            await self.push(f"501 5.5.4 Syntax: {verb} hostname")
            return
        lines = [f"250-{extension}" for extension in self._extensions()]
        await self.push("\r\n".join([*lines, "250 ENHANCEDSTATUSCODES"]))

    def _extensions(self) -> Iterator[str]:
        access = self._reception.access
        yield self.hostname
        yield f"SIZE {self._reception.limits.size_bytes}"
        yield "8BITMIME"
        yield "SMTPUTF8"
        yield "PIPELINING"
        if access.tls and not self.encrypted:
            yield "STARTTLS"
        if self._offers_auth:
            yield "AUTH PLAIN LOGIN"

    @override
    def begin_anew(self) -> None:
        super().begin_anew()
        self._helo, self._transaction = "", None

    @property
    @override
    def may_log_in(self) -> bool:
        return self._extended and self._transaction is None

    def _greeted(self, hostname: str | None, *, extended: bool) -> bool:
        if not hostname:
            return False
        self._conduct.junk_commands += 1
        self._helo = _NO_HOST_NAME.sub("?", hostname[:HELO_LIMIT_CHARACTERS])
        self._extended = extended
        self._transaction = None
        # aiosmtpd chooses a command's length limit by this.
        if self.session is not None:
            self.session.extended_smtp = extended
        return True

    # --- the envelope ---

    @override
    async def smtp_MAIL(self, arg: str | None) -> None:
        begun = self._begin(arg)
        if isinstance(begun, Refused):
            await self.push(begun.reply)
            return
        if self._is_over(self._reception.mails):
            self.leave_refused(TOO_MANY_MAILS)
            return
        if not self._reception.has_room(begun.size_octets):
            await self.push(NO_ROOM)
            return
        limits = self._reception.limits
        await self._reception.backlog.fallen(
            to=limits.backlog, within_seconds=limits.backlog_wait_seconds
        )
        self._transaction = begun
        await self.push("250 2.1.0 Sender ok")

    def _begin(self, argument: str | None) -> Transaction | Refused:
        if not self._helo:
            greetings = " or ".join(reversed(self._reception.policy.greetings))
            return Refused(f"503 5.5.1 Send {greetings} first")
        if self._transaction is not None:
            return Refused("503 5.5.1 A message is begun already")
        limits = self._reception.limits
        return begin(
            argument,
            extended=self._extended,
            limits=limits,
            offers_auth=self._offers_auth,
        )

    @override
    async def smtp_RCPT(self, arg: str | None) -> None:
        if self._transaction is None:
            await self.push("503 5.5.1 Send MAIL first")
            return
        if self._is_over(self._reception.recipients):
            self.leave_refused(TOO_MANY_RECIPIENTS)
            return
        limit = self._reception.limits.recipients
        accepts = self._reception.accepts
        await self.push(self._transaction.add_recipient(arg, accepts, limit))

    def _is_over(self, rate: Rate) -> bool:
        """Count one more of the peer; whether that is too many. Friends are free."""
        now = self.loop.time()
        return not self._conduct.friend and not rate.take(self._counted_as, now)

    # --- the message ---

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

    # --- the rest ---

    @override
    async def smtp_RSET(self, arg: str | None) -> None:
        if arg:
            await self.push("501 5.5.4 Syntax: RSET")
            return
        self._transaction = None
        self._conduct.junk_commands += 1
        await self.push("250 2.0.0 Ok")

    @override
    async def smtp_NOOP(self, arg: str | None) -> None:
        self._conduct.junk_commands += 1
        await self.push("250 2.0.0 Ok")

    @override
    async def smtp_VRFY(self, arg: str | None) -> None:
        self._conduct.junk_commands += 1
        # RFC 5321 §7.3: who is here is nobody's business.
        await self.push(
            "252 2.0.0 Cannot verify; send the message"
            if arg
            else "501 5.5.4 Syntax: VRFY address"
        )

    @override
    async def smtp_QUIT(self, arg: str | None) -> None:
        if arg:
            await self.push("501 5.5.4 Syntax: QUIT")
        else:
            self.leave("221 2.0.0 Bye")
