"""A connection under TLS, and whose it is: STARTTLS and AUTH. No mail here.

STANDARDS: RFC 3207 (STARTTLS), RFC 4954 (AUTH).
"""

import asyncio
from typing import TYPE_CHECKING

from gateway import maillog
from gateway.intake.logins import LoginsUnreadable
from gateway.intake.smtp_connection import Connection
from gateway.intake.smtp_login import (
    FAILURE_PAUSE_SECONDS,
    TOO_MANY,
    WRONG,
    Login,
    read_login,
)
from gateway.intake.smtp_reception import Reception

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


LINE_TOO_LONG = "500 5.5.6 Authentication exchange line is too long"
CANNOT_CHECK = "454 4.7.0 Cannot check passwords now"


class SecureConnection(Connection):
    """``_user`` is the address that logged in; empty while nobody did."""

    def __init__(self, reception: Reception) -> None:
        super().__init__(reception)
        self._extended = False
        self._user = ""

    @property
    def _offers_auth(self) -> bool:
        """Never in clear."""
        return self._reception.access.logins is not None and self.encrypted

    @property
    def may_log_in(self) -> bool:
        """Whether this is the moment for it: greeted, and in no transaction."""
        return self._extended

    @override
    def begin_anew(self) -> None:
        super().begin_anew()
        self._extended = False

    @override
    async def smtp_STARTTLS(self, arg: str | None) -> None:
        tls = self._reception.access.tls
        if arg:
            await self.push("501 5.5.4 Syntax: STARTTLS")
        elif tls is None or self.encrypted:
            await self.push("503 5.5.1 TLS is in use already")
        elif self._ended:
            # TLS would wait for a handshake that cannot come.
            self.leave()
        else:
            self.tls_context = tls()
            await super().smtp_STARTTLS("")

    @override
    async def smtp_AUTH(self, arg: str | None) -> None:
        refused = self._no_login(arg)
        if refused or arg is None:
            await self.push(refused)
            return
        login = await read_login(arg, self._ask)
        await self.push(login if isinstance(login, str) else await self._check(login))

    def _no_login(self, argument: str | None) -> str:
        """Why nobody may log in now; empty where one may."""
        if not self.encrypted:
            return "538 5.7.11 Send STARTTLS first"
        if self._user or not self.may_log_in:
            return "503 5.5.1 Not now"
        return "" if argument else "501 5.5.4 Syntax: AUTH mechanism"

    async def _ask(self, challenge: str) -> bytes:
        await self.push(f"334 {challenge}")
        try:
            return await self._reader.readuntil(b"\r\n")
        except asyncio.LimitOverrunError:
            self.leave_refused(LINE_TOO_LONG)
            await self._park(None)
            raise

    async def _check(self, login: Login) -> str:
        """The reply to a login; which of name and password was wrong is not told."""
        reception = self._reception
        keys = (f"peer {self._counted_as}", f"name {login.user.casefold()}")
        if reception.failures.too_many(*keys):
            return TOO_MANY
        logins = reception.access.logins
        if logins is None:
            return CANNOT_CHECK
        try:
            self._user = await self.loop.run_in_executor(
                reception.executor, logins.verify, login.user, login.password
            )
        except LoginsUnreadable as error:
            maillog.unavailable("logins", str(error))
            return CANNOT_CHECK
        if self._user:
            return "235 2.7.0 Authentication succeeded"
        reception.failures.note(*keys)
        await asyncio.sleep(FAILURE_PAUSE_SECONDS)
        return WRONG
