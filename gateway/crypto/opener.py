"""One layer of a mail, opened and checked by the program that knows its kind."""

import time
from dataclasses import dataclass, replace

from gateway.crypto.openpgp import OpenPgp
from gateway.crypto.smime import Smime
from gateway.mail.message import Protection, Signature
from gateway.mail.opening import Opened, visible, without_keys
from gateway.mail.sealed import Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramOpener:
    """See :class:`gateway.desk.ports_reading.Opener`."""

    smime: Smime
    openpgp: OpenPgp

    def __call__(self, seal: Seal) -> Opened:
        if len(seal.content) > self.smime.bounds.output_bytes:
            return without_keys(seal)
        begun = time.monotonic()
        opened = self._opened(seal)
        spent = time.monotonic() - begun >= self.smime.bounds.seconds
        return replace(opened, spent=spent)

    def _opened(self, seal: Seal) -> Opened:
        match seal.protection:
            case Protection.SMIME_ENCRYPTED:
                return self.smime.decrypt(seal.content)
            case Protection.OPENPGP_ENCRYPTED | Protection.OPENPGP_INLINE_ENCRYPTED:
                return self.openpgp.decrypt(seal.content)
            case _:
                return Opened(content=visible(seal), signatures=self._checked(seal))

    def _checked(self, seal: Seal) -> tuple[Signature, ...]:
        match seal.protection:
            case Protection.SMIME_SIGNED:
                return self.smime.check(seal.content, seal.signature)
            case Protection.SMIME_OPAQUE:
                return self.smime.check_opaque(seal.content)
            case Protection.OPENPGP_SIGNED:
                return self.openpgp.check(seal.content, seal.signature)
            case _:
                return self.openpgp.check_clear(seal.content)
