"""The archive as the file that goes with the transcript of ``#export`` (S11)."""

from dataclasses import dataclass

from gateway import maillog
from gateway.desk.ports import StoreUnavailable
from gateway.desk.ports_papers import Register
from gateway.domain.command_details import CommandResults
from gateway.domain.notices import Notice
from gateway.domain.request import Request
from gateway.mail.enclosure import Enclosure
from gateway.papers.archive import bundle
from gateway.papers.certificate import Bureau
from gateway.papers.pages import PaperFault

ZIP = "application/zip"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCopies:
    """See :class:`gateway.desk.ports.Encloser`.

    An archive beyond ``limit_bytes`` is not made: a note in its place says where the
    operator finds it.
    """

    bureau: Bureau
    register: Register
    limit_bytes: int

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        told, request = notice.detail, notice.request
        if not isinstance(told, CommandResults) or not told.exported or request is None:
            return ()
        try:
            return (self._copy(request, notice),)
        except (PaperFault, StoreUnavailable) as error:
            maillog.fault("export", error)
            return (self._note(request, notice),)

    def _copy(self, request: Request, notice: Notice) -> Enclosure:
        if self.register.size_bytes(request.number) > self.limit_bytes:
            return self._note(request, notice)
        dossier = self.register.dossier(request.number)
        if dossier is None:
            return self._note(request, notice)
        content = bundle(self.bureau, dossier, notice.locale, notice.at)
        if len(content) > self.limit_bytes:
            return self._note(request, notice)
        name = f"{request.number}.zip"
        return Enclosure(filename=name, content_type=ZIP, content=content)

    def _note(self, request: Request, notice: Notice) -> Enclosure:
        words = self.bureau.words[notice.locale]
        text = words.phrase("no_export", number=request.number) + "\n"
        return Enclosure(
            filename=f"{request.number}-not-enclosed.txt",
            content_type=TEXT,
            content=text.encode("utf-8-sig"),
        )
