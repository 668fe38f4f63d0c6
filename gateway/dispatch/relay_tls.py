"""TLS to a relay: what is asked of its certificate, by the name of a trust.

Under DANE an authority that a record names by its digest is known only once the relay
has shown it: then the session begins anew, verified by that authority.

STANDARDS: RFC 7672 §3.1.1 (DANE-EE: neither name nor date count), §3.1.2 (DANE-TA: as
any certificate, by the authority named); RFC 7435 (opportunistic security).
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gateway.channel import Tlsa, TlsaLookup, TlsaUnavailable, Trust
from gateway.dispatch.dane import Usage, names, usable


class Untrusted(Exception):
    """The relay is not the one that was meant; nothing may be said to it."""


@dataclass(slots=True, kw_only=True)
class RelayTls:
    """For one session: its context, and the judgement after the handshake.

    ``anchor`` is an authority (DER) that a TLSA record names, once it is known.
    """

    host: str
    port: int
    trust: Trust = Trust.VERIFY
    ca_file: Path | None = None
    tlsa: TlsaLookup | None = None
    anchor: bytes = b""
    _records: Sequence[Tlsa] = field(default=(), init=False)

    @property
    def must_be_offered(self) -> bool:
        return self.trust is not Trust.OPPORTUNISTIC

    def learn(self) -> None:
        """Ask for the records that are needed. Raises :class:`Untrusted`."""
        if self.trust is not Trust.DANE:
            return
        if self.tlsa is None:
            raise Untrusted("DANE needs a resolver")
        try:
            found = self.tlsa(self.host, self.port)
        except TlsaUnavailable as error:
            raise Untrusted(str(error)) from error
        self._records = usable(found)
        if not self._records:
            raise Untrusted(f"no TLSA record of {self.host} is of use for SMTP")

    def context(self) -> ssl.SSLContext:
        if self.trust is Trust.VERIFY:
            return ssl.create_default_context(cafile=self.ca_file)
        if self.anchor:
            context = ssl.create_default_context(cadata=self.anchor)
            # The authority may itself be certified by another.
            context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
            return context
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def judge(self, connection: ssl.SSLSocket) -> bool:
        """Whether the session may go on; if not, it begins anew, with the anchor.

        Raises :class:`Untrusted`.
        """
        if self.trust is not Trust.DANE or self.anchor:
            return True
        shown = _chain(connection)
        own = shown[:1]
        if any(names(r, c) for r in self._of(Usage.DANE_EE) for c in own):
            return True
        for record in self._of(Usage.DANE_TA):
            self.anchor = next((c for c in shown if names(record, c)), b"")
            if self.anchor:
                return False
        raise Untrusted(f"no TLSA record of {self.host} is of the certificate shown")

    def _of(self, usage: Usage) -> Sequence[Tlsa]:
        return [one for one in self._records if one.usage == usage]


def _chain(connection: ssl.SSLSocket) -> tuple[bytes, ...]:
    """What the relay showed, its own certificate first; DER."""
    # Public from Python 3.13 on; before, the same method of the object behind it.
    found = getattr(connection, "get_unverified_chain", None)
    if found is not None:
        return tuple(bytes(one) for one in found())
    behind = connection._sslobj  # type: ignore[attr-defined]  # noqa: SLF001 - see above
    shown = behind.get_unverified_chain() or ()
    return tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in shown)
