"""The certificate that the customer signed elsewhere, as the file with C12."""

from collections.abc import Callable
from dataclasses import dataclass

from gateway import maillog
from gateway.domain.evidence import EvidenceClass
from gateway.domain.notices import Notice
from gateway.domain.verification_details import Settled
from gateway.mail.enclosure import Enclosure

PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOrOwn:
    """See :class:`gateway.desk.ports.Encloser`. The signed paper, else our own.

    ``content`` reads the bytes of a digest; it raises OSError where they are gone.
    """

    content: Callable[[str], bytes]
    own: Callable[[Notice], tuple[Enclosure, ...]]

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        told = notice.detail
        if not isinstance(told, Settled):
            return self.own(notice)
        evidence = told.evidence
        if evidence.evidence_class is not EvidenceClass.SEALED:
            return self.own(notice)
        try:
            content = self.content(evidence.file_sha256)
        except OSError as error:
            maillog.fault("signed certificate", error)
            return ()
        name = f"{told.certificate}-signed.pdf"
        return (Enclosure(filename=name, content_type=PDF, content=content),)
