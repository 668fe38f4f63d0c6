"""The archive of a request (R40): one zip with everything that is on record of it.

    registration-form.pdf   process-record.pdf   process-record.csv
    certificates/           as they were sent; revoked/ below it
    mails/                  as they came, byte for byte
    letters/                as they went out
    manifest.json           what is in it, with SHA-256, and what was revoked
    manifest.sha256         the same for ``sha256sum -c``

The names in a zip are ours, never a stranger's: nothing is written outside its folder.
The same dossier at the same moment gives the same bytes.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy

import msgspec

from gateway.desk.ports_papers import Dossier, FiledMail, Page
from gateway.domain.codes import NoticeCode
from gateway.domain.people import Locale
from gateway.papers.certificate import Bureau
from gateway.papers.pages import Paper
from gateway.papers.record import record_table, record_view
from gateway.papers.registration import registration_view
from gateway.papers.views import frame

FORMAT = "ticket-gateway archive 1"
MANIFEST = "manifest.json"
SUMS = "manifest.sha256"
MAILS, LETTERS, CERTIFICATES = "mails/", "letters/", "certificates/"
REVOKED = "certificates/revoked/"
CERTIFYING = frozenset({NoticeCode.RECEIPT, NoticeCode.CLOSED_UNCONFIRMED})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_FILE_MODE = 0o644 << 16


class ListedFile(msgspec.Struct, frozen=True, kw_only=True):
    """``told``: how the sender of a mail was proven, what became of a letter (6.6)."""

    path: str
    size_bytes: int
    sha256: str
    message_id: str = ""
    at: str = ""
    told: str = ""


class RevokedCertificate(msgspec.Struct, frozen=True, kw_only=True):
    certificate: str
    by: str
    at: str
    words: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What ``manifest.json`` holds; ``made_at`` and ``at`` are ISO 8601."""

    format: str
    number: str
    status: str
    round: int
    made_at: str
    files: tuple[ListedFile, ...]
    revoked: tuple[RevokedCertificate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    path: str
    content: bytes
    message_id: str = ""
    at: str = ""
    told: str = ""


def bundle(bureau: Bureau, dossier: Dossier, locale: Locale, at: datetime) -> bytes:
    """The archive. Raises :class:`~gateway.papers.pages.PaperFault`."""
    entries = (
        *_papers(bureau, dossier, locale, at),
        *_certificates(dossier),
        *_numbered(MAILS, dossier.mails),
        *_numbered(LETTERS, dossier.letters),
    )
    manifest = _manifest(dossier, entries, at)
    sums = "".join(f"{one.sha256}  {one.path}\n" for one in manifest.files)
    listed = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    return _zipped(
        dossier.request.number,
        (
            *entries,
            _Entry(path=MANIFEST, content=listed),
            _Entry(path=SUMS, content=sums.encode()),
        ),
        at,
    )


def _papers(
    bureau: Bureau, dossier: Dossier, locale: Locale, at: datetime
) -> Iterator[_Entry]:
    words, people, number = bureau.words[locale], bureau.people, dossier.request.number
    framed = frame(words, service=bureau.names[locale], name=number, foot=number, at=at)
    form = framed | registration_view(dossier, words, people)
    yield _page(bureau, Paper.REGISTRATION, locale, form, at)
    record = framed | {"orientation": "wide"} | record_view(dossier, words, people)
    yield _page(bureau, Paper.RECORD, locale, record, at)
    table = record_table(dossier, words, people)
    yield _Entry(path=f"{Paper.RECORD}.csv", content=table)


def _page(
    bureau: Bureau,
    paper: Paper,
    locale: Locale,
    view: Mapping[str, object],
    at: datetime,
) -> _Entry:
    html = bureau.pages.html(paper, locale, view)
    pdf = bureau.typesetter.pdf(Page(html=html, created=at))
    if pdf is None:
        return _Entry(path=f"{paper}.html", content=html.encode("utf-8", "replace"))
    return _Entry(path=f"{paper}.pdf", content=pdf)


def _certificates(dossier: Dossier) -> Iterator[_Entry]:
    """Each that went out, once, as the letter holds it."""
    letters = {letter.message_id: letter.content for letter in dossier.letters}
    revoked = {one.certificate for one in dossier.request.settlement.revoked}
    wanted = {one.sha256: one for one in dossier.issued if one.code in CERTIFYING}
    paths: set[str] = set()
    for sha256, file in wanted.items():
        content = _enclosed(letters.get(file.message_id, b""), sha256)
        if content is None:
            continue
        stem = file.filename.rpartition(".")[0]
        folder = REVOKED if stem in revoked else CERTIFICATES
        path = f"{folder}{_safe(file.filename)}"
        if path in paths:
            # In two languages, or sealed at two moments, it bears one name.
            path = f"{folder}{len(paths) + 1}-{_safe(file.filename)}"
        paths.add(path)
        yield _Entry(path=path, content=content, message_id=file.message_id)


def _enclosed(letter: bytes, sha256: str) -> bytes | None:
    """The file of that digest among those of a letter of ours."""
    for part in message_from_bytes(letter, policy=policy.default).walk():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    return None


def _numbered(folder: str, mails: Sequence[FiledMail]) -> Iterator[_Entry]:
    for place, mail in enumerate(mails, start=1):
        code = f"-{_safe(mail.code)}" if mail.code else ""
        yield _Entry(
            path=f"{folder}{place:04d}{code}.eml",
            content=mail.content,
            message_id=mail.message_id,
            at=mail.at.isoformat(timespec="seconds"),
            told=mail.told,
        )


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).lstrip(".")[:100] or "_"


def _manifest(dossier: Dossier, entries: Sequence[_Entry], at: datetime) -> Manifest:
    request = dossier.request
    return Manifest(
        format=FORMAT,
        number=request.number,
        status=str(request.status),
        round=request.round,
        made_at=at.isoformat(timespec="seconds"),
        files=tuple(
            ListedFile(
                path=one.path,
                size_bytes=len(one.content),
                sha256=hashlib.sha256(one.content).hexdigest(),
                message_id=one.message_id,
                at=one.at,
                told=one.told,
            )
            for one in entries
        ),
        revoked=tuple(
            RevokedCertificate(
                certificate=one.certificate,
                by=one.by,
                at=one.at.isoformat(timespec="seconds"),
                words=one.words,
            )
            for one in request.settlement.revoked
        ),
    )


def _zipped(folder: str, entries: Sequence[_Entry], at: datetime) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in entries:
            named = zipfile.ZipInfo(f"{folder}/{one.path}", at.timetuple()[:6])
            named.compress_type = zipfile.ZIP_DEFLATED
            named.external_attr = _FILE_MODE
            archive.writestr(named, one.content)
    return sink.getvalue()
