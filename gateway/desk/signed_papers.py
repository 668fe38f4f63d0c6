"""A certificate that the customer signed elsewhere, as staff attach it (R36, class A*).

Rule: only a PDF that bears a digital signature, found clean, and by its content; whose
signature it is, people look at. A signature dictionary stands in clear in its file.

STANDARDS: ISO 32000-1 §12.8 (ByteRange).
"""

from gateway.desk.arguments import SignedPaper
from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.ports_reading import Infected
from gateway.mail.message import Attachment

PDF = "application/pdf"
_SIGNATURE = b"/ByteRange"


def signed_papers(matched: Matched, context: Context) -> tuple[SignedPaper, ...]:
    """The PDFs of a mail, their bytes kept; none that a scanner did not call clean.

    Raises ScannerUnavailable and StoreUnavailable.
    """
    message = matched.read.message
    found = [f for f in message.attachments if f.content_type == PDF and f.content]
    clean = [file for file in found if _is_clean(file, context)]
    for file in clean:
        context.files.keep(file.sha256, file.content)
    return tuple(
        SignedPaper(
            filename=file.filename,
            sha256=file.sha256,
            signed=_SIGNATURE in file.content,
            message_id=message.message_id,
            mail_sha256=matched.read.digest,
        )
        for file in clean
    )


def _is_clean(file: Attachment, context: Context) -> bool:
    if context.scanner is None:
        return True
    (verdict,) = context.scanner.scan([file.content])
    return not isinstance(verdict, Infected)
