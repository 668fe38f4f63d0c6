"""One SMTP or LMTP session: the verbs, and what each of them is answered.

Each verb has one answer, with its enhanced code.

STANDARDS: RFC 5321 §3.3, §4.1.1, §4.3.2; RFC 1870 (SIZE), 2920 (PIPELINING), 2034
(enhanced codes), 6152 (8BITMIME), 6531 (SMTPUTF8), 2033 (LMTP).
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gateway.intake.smtp_connection import Verb
from gateway.intake.smtp_message import MessageConnection
from gateway.intake.smtp_paths import Refused
from gateway.intake.smtp_rates import Rate
from gateway.intake.smtp_transaction import Transaction, begin

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


HELO_LIMIT_CHARACTERS = 255

TOO_MANY_MAILS = "421 4.7.0 Too many messages from your address, try again later"
TOO_MANY_RECIPIENTS = "421 4.7.0 Too many recipients from your address, try later"
NO_ROOM = "452 4.3.1 Insufficient system storage"

_NO_HOST_NAME = re.compile(r"[^A-Za-z0-9._:\[\]-]")


class SmtpSession(MessageConnection):
    """The conversation with one peer."""

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
