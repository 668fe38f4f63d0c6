"""Customers' mail servers, that send without end.

Each tries a mail again until it is answered with 250, as all do; so a mail may come
twice, octet by octet the same, where a kill swallowed the answer.
"""

import random
import smtplib
import threading
from dataclasses import dataclass, field
from typing import Self

from tests.simulation.mails import Mail, write
from tests.support.gateway_process import HOST
from tests.support.relay import Relay

PAUSE_SECONDS = 0.06
"""Between two mails of one customer's server, at most."""


@dataclass(slots=True, kw_only=True)
class Load:
    """``accepted``: each mail with the queue id of each 250 that it was given."""

    port: int
    relay: Relay
    seed: int
    servers: int = 4
    accepted: list[tuple[Mail, str]] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._threads = [
            threading.Thread(target=self._serve, args=(number,), daemon=True)
            for number in range(self.servers)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def finish(self) -> None:
        """Write no new mails; return once the last one was taken."""
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a mail was not taken within a minute"

    def _serve(self, number: int) -> None:
        chance = random.Random(f"{self.seed}/{number}")  # noqa: S311 (a simulation)
        client: smtplib.SMTP | None = None
        count = 0
        while not self._stop.wait(chance.uniform(0, PAUSE_SECONDS)):
            count += 1
            mail = write(f"{number}-{count}", chance, self.relay.taken)
            client = self._until_taken(client, mail)
        if client is not None:
            client.close()

    def _until_taken(self, client: smtplib.SMTP | None, mail: Mail) -> smtplib.SMTP:
        while True:
            try:
                client = client or smtplib.SMTP(HOST, self.port, timeout=15)
                self._hand_over(client, mail)
            except (OSError, smtplib.SMTPException):
                if client is not None:
                    client.close()
                client = None
                threading.Event().wait(0.05)
            else:
                return client

    def _hand_over(self, client: smtplib.SMTP, mail: Mail) -> None:
        client.ehlo_or_helo_if_needed()
        client.mail(mail.sender)
        client.rcpt(mail.recipient)
        code, said = client.data(mail.content)
        if code != 250:
            self.unexpected.append(f"{code} {said!r}")
            raise smtplib.SMTPDataError(code, said)
        self.accepted.append((mail, said.decode().rpartition(" ")[2]))
