"""The process record as the file that goes with the answer to ``#history`` (S26)."""

from dataclasses import dataclass

from gateway import maillog
from gateway.desk.ports import StoreUnavailable
from gateway.desk.ports_papers import Register
from gateway.domain.inquiry_commands import Inquiry
from gateway.domain.inquiry_details import RequestTold
from gateway.domain.notices import Notice
from gateway.mail.enclosure import Enclosure
from gateway.papers.certificate import Bureau
from gateway.papers.record import record_table

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFiles:
    """See :class:`gateway.desk.ports.Encloser`."""

    bureau: Bureau
    register: Register

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        told, request = notice.detail, notice.request
        if not isinstance(told, RequestTold) or request is None:
            return ()
        if told.which is not Inquiry.HISTORY:
            return ()
        try:
            dossier = self.register.dossier(request.number)
        except StoreUnavailable as error:
            maillog.fault("history", error)
            return ()
        if dossier is None:
            return ()
        words = self.bureau.words[notice.locale]
        content = record_table(dossier, words, self.bureau.people)
        name = f"{request.number}-record.csv"
        return (Enclosure(filename=name, content_type=CSV, content=content),)
