"""The way out over SMTP: one letter, one recipient, one kept connection to a relay.

A letter whose content has been sent but whose answer never came is *in doubt*: it is
deferred and goes again under the same Message-ID, since a double is recognisable and
a loss is not. Never is a connection used in clear where TLS was asked for.

STANDARDS: RFC 5321 §4.1.1 (transaction), §4.5.2 (dots), §4.5.3.2 (timeouts); RFC 2920
(pipelining); RFC 1870 (SIZE); RFC 3207 (STARTTLS); RFC 4954 (AUTH); RFC 6152, 6531.
"""

import base64
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gateway.channel import Security, TlsaLookup, Trust, good_until, is_loopback
from gateway.desk.ports import Deferred, Delivered, Delivery, Failed, Letter
from gateway.dispatch.relay_tls import RelayTls, Untrusted
from gateway.dispatch.replies import Reply, outcome, sender_outcome
from gateway.dispatch.smtp_client import Client, TlsClient
from gateway.dispatch.wire import Unfit, envelope_commands, wire_form

FINAL_TIMEOUT_SECONDS = 600.0
"""RFC 5321 §4.5.3.2.6: waiting less for the last answer makes doubles."""

IDLE_LIMIT_SECONDS = 60.0
"""A connection unused for longer is renewed: relays drop such ones."""

LETTERS_LIMIT = 500
"""Letters over one connection; then a new one, so that relays can balance."""

LOGIN_PAUSE_SECONDS = 300.0
"""After a refused login nothing is tried: a retry a letter locks the account."""

QUIT_TIMEOUT_SECONDS = 2.0


class _Refused(Exception):
    """The relay refused the session, as opposed to a letter."""

    def __init__(self, code: str, response: str) -> None:
        super().__init__(response)
        self.deferred = Deferred(code, response)


@dataclass(slots=True, kw_only=True)
class SmtpCourier:
    """See :class:`gateway.desk.ports.Courier`. One instance a thread.

    ``token`` gives a fresh access token in place of ``password``; it raises OSError
    where none is to be had.

    Raises :class:`ValueError` where a password would cross the network in clear, or
    go to whoever answers. ``timeout_seconds`` bounds the connecting and each command;
    ``ca_file`` replaces the system's certificate authorities. ``tlsa`` looks up what
    DANE needs.
    """

    host: str
    port: int
    hostname: str
    security: Security = Security.STARTTLS
    trust: Trust = Trust.VERIFY
    user: str = ""
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    timeout_seconds: float = 30.0
    final_timeout_seconds: float = FINAL_TIMEOUT_SECONDS
    ca_file: Path | None = None
    tlsa: TlsaLookup | None = field(default=None, repr=False)
    monotonic: Callable[[], float] = time.monotonic
    reached: bool = field(default=False, init=False)
    """Whether the latest letter came to a session that the relay had agreed to."""
    _smtp: smtplib.SMTP | None = field(default=None, init=False, repr=False)
    _used_at: float = field(default=0.0, init=False)
    _carried: int = field(default=0, init=False)
    _no_login_until: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        if self.security is Security.NONE and self.trust is not Trust.VERIFY:
            raise ValueError(
                f"there is no certificate to judge without TLS to {self.host}"
            )
        if is_loopback(self.host) or not self.user:
            return
        if self.security is Security.NONE:
            raise ValueError(f"no login without TLS to {self.host}")
        if not self.trust.proves_the_peer:
            raise ValueError(f"no login to {self.host} where anybody may answer for it")

    def deliver(self, letter: Letter) -> Delivery:
        reused = self._is_usable()
        delivery = self._attempt(letter)
        if delivery is None and reused:
            # The relay had let go of the kept connection; nothing had been sent.
            delivery = self._attempt(letter)
        return delivery or Deferred("4.4.2", f"{self.host} dropped the connection")

    def probe(self) -> Delivered | Deferred:
        """Connect and log in as for a letter, and send none: what the relay offers."""
        try:
            smtp = self._connected()
        except _Refused as refused:
            return refused.deferred
        except (OSError, UnicodeError) as error:
            return Deferred("4.4.1", f"{self.host}:{self.port}: {error}")
        finally:
            self._used_at = self.monotonic()
        return Delivered(" ".join(sorted(smtp.esmtp_features)).upper())

    def certificate_until(self) -> datetime | None:
        """When the relay's certificate ends; None where there is no verified one."""
        return good_until(self._smtp.sock) if self._smtp else None

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(QUIT_TIMEOUT_SECONDS)
            smtp.quit()
        except OSError:
            smtp.close()

    def _is_usable(self) -> bool:
        """Whether the kept connection may carry one more letter; else it is closed."""
        idle = self.monotonic() - self._used_at
        if idle > IDLE_LIMIT_SECONDS or self._carried >= LETTERS_LIMIT:
            self.close()
        return self._smtp is not None

    def _attempt(self, letter: Letter) -> Delivery | None:
        """None: the connection broke before any content was sent."""
        self.reached = False
        try:
            smtp = self._connected()
            self.reached = True
        except _Refused as refused:
            return refused.deferred
        except (OSError, UnicodeError) as error:
            return Deferred("4.4.1", f"{self.host}:{self.port}: {error}")
        try:
            return self._transaction(smtp, letter)
        except OSError:
            self._drop()
            return None
        finally:
            self._used_at = self.monotonic()

    # --- one letter ----------------------------------------------------------

    def _transaction(self, smtp: smtplib.SMTP, letter: Letter) -> Delivery:
        content = wire_form(letter.content)
        try:
            commands = envelope_commands(letter, content, smtp.esmtp_features)
        except Unfit as unfit:
            return Failed(unfit.code, str(unfit))
        go_ahead, of_sender = self._offer(smtp, commands)
        if go_ahead.kind != 3:  # noqa: PLR2004 - RFC 5321 §4.2.1: 3yz, send the content
            self._start_over(smtp, go_ahead)
            return sender_outcome(go_ahead) if of_sender else outcome(go_ahead)
        return self._content(smtp, content)

    def _offer(
        self, smtp: smtplib.SMTP, commands: tuple[bytes, ...]
    ) -> tuple[Reply, bool]:
        """Say MAIL, RCPT and DATA; the first refusal, else the go-ahead.

        And whether it answers MAIL, and so may speak of us.
        """
        pipelined = smtp.has_extn("pipelining")
        if pipelined:
            smtp.send(b"".join(commands))
        first: Reply | None = None
        of_sender = False
        reply = Reply(code=-1, text="")
        for place, command in enumerate(commands):
            if not pipelined:
                smtp.send(command)
            reply = Reply.read(*smtp.getreply())
            if first is None and reply.kind not in (2, 3):
                first, of_sender = reply, place == 0
            if reply.ends_the_session or (first and not pipelined):
                break
        if first is not None and reply.kind == 3:  # noqa: PLR2004 - as above
            # RFC 2920 §3.1: DATA may be taken though every RCPT was refused.
            smtp.send(b".\r\n")
            smtp.getreply()
        return first or reply, of_sender

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> Delivery:
        try:
            smtp.send(content)
            if smtp.sock is not None:
                smtp.sock.settimeout(self.final_timeout_seconds)
            reply = Reply.read(*smtp.getreply())
            if smtp.sock is not None:
                smtp.sock.settimeout(self.timeout_seconds)
        except OSError as error:
            self._drop()
            return Deferred("4.4.2", f"in doubt: no answer to the content: {error}")
        self._carried += 1
        if reply.ends_the_session:
            self._drop()
        return outcome(reply)

    def _start_over(self, smtp: smtplib.SMTP, refusal: Reply) -> None:
        """Forget the refused transaction, or the connection where that fails."""
        if refusal.ends_the_session:
            self._drop()
            return
        try:
            code, _ = smtp.rset()
        except OSError:
            code = -1
        if code != 250:  # noqa: PLR2004 - RFC 5321 §4.3.2: RSET has this success only
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    # --- the session ---------------------------------------------------------

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            if self.monotonic() < self._no_login_until:
                raise _Refused("4.7.8", f"{self.host} refused the login a while ago")
            self._smtp, self._carried = self._begun(), 0
        return self._smtp

    def _begun(self) -> smtplib.SMTP:
        """A session that may carry letters; anew where TLS has to be."""
        tls = RelayTls(
            host=self.host,
            port=self.port,
            trust=self.trust,
            ca_file=self.ca_file,
            tlsa=self.tlsa,
        )
        try:
            if self.security is not Security.NONE:
                tls.learn()
            found = self._session(tls) or self._session(tls)
        except Untrusted as error:
            raise _Refused("4.7.5", str(error)) from error
        if found is None:
            raise _Refused("4.7.5", f"{self.host} shows ever new certificates")
        return found

    def _session(self, tls: RelayTls) -> smtplib.SMTP | None:
        """None: it only told by which authority the next one is to be verified."""
        smtp = self._greeted(tls)
        try:
            usable = self._prepare(smtp, tls)
        except BaseException:
            smtp.close()
            raise
        if usable:
            return smtp
        smtp.close()
        return None

    def _greeted(self, tls: RelayTls) -> smtplib.SMTP:
        # A server that talks TLS from the start and one that talks clear never meet
        # here: the kind of the connection is chosen before its first octet.
        try:
            if self.security is Security.TLS:
                return TlsClient(
                    self.host,
                    self.port,
                    local_hostname=self.hostname,
                    timeout=self.timeout_seconds,
                    context=tls.context(),
                )
            return Client(
                self.host,
                self.port,
                local_hostname=self.hostname,
                timeout=self.timeout_seconds,
            )
        except smtplib.SMTPConnectError as error:
            raise _refusal("the greeting", error.smtp_code, error.smtp_error) from error

    def _prepare(self, smtp: smtplib.SMTP, tls: RelayTls) -> bool:
        """Whether the session may be used; if not, it is to begin anew."""
        if smtp.sock is not None:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _expect(smtp.ehlo(), "EHLO")
        if self.security is Security.STARTTLS:
            self._start_tls(smtp, tls)
        if isinstance(smtp.sock, ssl.SSLSocket) and not tls.judge(smtp.sock):
            return False
        if self.user:
            self._log_in(smtp)
        return True

    def _start_tls(self, smtp: smtplib.SMTP, tls: RelayTls) -> None:
        if not smtp.has_extn("starttls"):
            if tls.must_be_offered:
                raise _Refused("4.7.4", f"{self.host} does not offer STARTTLS")
            return
        _expect(smtp.starttls(context=tls.context()), "STARTTLS")
        # RFC 3207 §4.2: what was learnt before TLS is forgotten.
        _expect(smtp.ehlo(), "EHLO")

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        """AUTH PLAIN, else LOGIN; both in UTF-8 (RFC 4616 §2), unlike smtplib's."""
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        user, password = self.user.encode(), self.password.encode()
        if self.token is not None:
            code, text = _by_token(smtp, self.user, self.token(), offered)
        elif "PLAIN" in offered:
            secret = _base64(b"\0" + user + b"\0" + password)
            code, text = smtp.docmd("AUTH", f"PLAIN {secret}")
        elif "LOGIN" in offered:
            code, text = smtp.docmd("AUTH", f"LOGIN {_base64(user)}")
            if code == 334:  # noqa: PLR2004 - RFC 4954 §4: the server asks on
                code, text = smtp.docmd(_base64(password))
        else:
            raise _Refused("4.7.4", f"{self.host} offers neither AUTH PLAIN nor LOGIN")
        if code // 100 == 5:  # noqa: PLR2004 - RFC 4954 §6: 5yz, these will not do
            self._no_login_until = self.monotonic() + LOGIN_PAUSE_SECONDS
        _expect((code, text), "AUTH")


def _by_token(
    smtp: smtplib.SMTP, user: str, token: str, offered: list[str]
) -> tuple[int, bytes]:
    """XOAUTH2; the reason for a refusal comes as a challenge, answered by nothing."""
    if "XOAUTH2" not in offered:
        raise _Refused("4.7.4", "the relay does not offer AUTH XOAUTH2")
    bearer = f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
    code, text = smtp.docmd("AUTH", f"XOAUTH2 {_base64(bearer)}")
    if code != 334:  # noqa: PLR2004 - RFC 4954 §4: the server asks on
        return code, text
    code, final = smtp.docmd("")
    try:
        reason = base64.b64decode(text, validate=True)
    except ValueError:
        reason = text
    return code, final + b" " + reason


def _expect(reply: tuple[int, bytes], step: str) -> None:
    if reply[0] // 100 != 2:  # noqa: PLR2004 - RFC 5321 §4.2.1: the 2yz replies
        raise _refusal(step, *reply)


def _refusal(step: str, code: int, text: bytes | str) -> _Refused:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    reply = Reply.read(code, raw)
    # Nothing was said of a letter yet: even a 5yz here only makes it wait.
    enhanced = "4.7.8" if step == "AUTH" else "4.4.0"
    return _Refused(enhanced, f"{step}: {code} {reply.text}")


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
