"""What is asked for where a customer has signed a certificate elsewhere (R36)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSigned:
    """The paper's name and digest, who signed it, and the mail that brought it."""

    who: str
    filename: str
    sha256: str
    message_id: str = ""
    mail_sha256: str = ""
