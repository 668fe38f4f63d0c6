"""The certificate as the file that goes with C12 or C15, sealed where a seal is.

Where no PDF is to be had its HTML goes in its place: the same words, and it says that
it is unsealed. The customer's receipt never waits for a paper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway import maillog
from gateway.desk.ports_papers import Page, Typesetter
from gateway.domain.certificate import Certificate, certificate_of
from gateway.domain.notices import Notice
from gateway.domain.people import Locale, People
from gateway.domain.request import Request
from gateway.domain.verification_details import ClosedUnconfirmed, Settled
from gateway.domain.waiting_commands import CloseFor
from gateway.mail.enclosure import Enclosure
from gateway.papers.pages import Pages, Paper, PaperFault
from gateway.papers.views import certificate_view, frame
from gateway.papers.wording import Wording

PDF = "application/pdf"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """What every paper needs: templates, words by locale, and who issues it."""

    pages: Pages
    words: Mapping[Locale, Wording]
    names: Mapping[Locale, str]
    people: People
    typesetter: Typesetter


@dataclass(slots=True, kw_only=True)
class CertificatePress:
    """See :class:`gateway.desk.ports.Encloser`.

    All who get a copy of one certificate get the same bytes: the last is kept. In a
    scene where none ``is_due`` the letter alone tells (1.4).
    """

    bureau: Bureau
    is_due: Callable[[Request], bool]
    _last: tuple[Certificate, Locale, Enclosure] | None = None

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        request = notice.request
        if request is None or not _is_end(notice) or not self.is_due(request):
            return ()
        certificate = certificate_of(
            request, self.bureau.people, notice.at, discreet=_is_discreet(notice)
        )
        try:
            return (self._kept(certificate, notice.locale),)
        except PaperFault as error:
            maillog.fault("certificate", error)
            return ()

    def _kept(self, certificate: Certificate, locale: Locale) -> Enclosure:
        if self._last is None or self._last[:2] != (certificate, locale):
            made = printed(self.bureau, certificate, locale)
            self._last = (certificate, locale, made)
        return self._last[2]


def _is_end(notice: Notice) -> bool:
    """Confirmed; or closed after a solution was told, and nobody answered (6.5)."""
    match notice.detail:
        case Settled():
            return True
        case ClosedUnconfirmed(why=CloseFor.UNCONFIRMED | CloseFor.SILENCE):
            return notice.request is not None and bool(notice.request.resolved_at)
        case _:
            return False


def _is_discreet(notice: Notice) -> bool:
    """The words came encrypted, so that nothing is repeated in clear."""
    told = notice.detail
    return isinstance(told, Settled) and told.words != told.evidence.line


def printed(bureau: Bureau, certificate: Certificate, locale: Locale) -> Enclosure:
    """Sealed, else unsealed, else as HTML. Raises :class:`PaperFault`."""
    number, setter = certificate.number, bureau.typesetter
    pdf = _pdf(bureau, certificate, locale, sealed=True) if setter.seals else None
    if pdf is None:
        pdf = _pdf(bureau, certificate, locale, sealed=False)
    if pdf is not None:
        return Enclosure(filename=f"{number}.pdf", content_type=PDF, content=pdf)
    html = _html(bureau, certificate, locale, sealed=False)
    return Enclosure(
        filename=f"{number}.html", content_type=HTML, content=_octets(html)
    )


def _pdf(
    bureau: Bureau, certificate: Certificate, locale: Locale, *, sealed: bool
) -> bytes | None:
    page = Page(
        html=_html(bureau, certificate, locale, sealed=sealed),
        created=certificate.issued_at,
        stamp=_stamp(bureau, certificate, locale) if sealed else "",
        signer=bureau.names[locale] if sealed else "",
    )
    return bureau.typesetter.pdf(page)


def _html(
    bureau: Bureau, certificate: Certificate, locale: Locale, *, sealed: bool
) -> str:
    view = certificate_view(
        certificate,
        bureau.words[locale],
        service=bureau.names[locale],
        sealed=sealed,
    )
    return bureau.pages.html(Paper.CERTIFICATE, locale, view)


def _stamp(bureau: Bureau, certificate: Certificate, locale: Locale) -> str:
    view = frame(
        bureau.words[locale],
        service=bureau.names[locale],
        name=certificate.number,
        foot=certificate.request,
        at=certificate.issued_at,
    )
    return bureau.pages.stamp(locale, view)


def _octets(html: str) -> bytes:
    return html.encode("utf-8", "replace")
