"""The composition root: which letters have files with them, and who makes these."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from gateway.desk.ports import Encloser
from gateway.dispatch.article_file import ArticleFile
from gateway.dispatch.invitation import Invitation
from gateway.dispatch.tables_found import FoundTable
from gateway.domain.codes import NoticeCode
from gateway.domain.confirmers import is_formal
from gateway.mail.envelope import QueueId
from gateway.papers.certificate import CertificatePress
from gateway.papers.copies import ArchiveCopies
from gateway.papers.histories import RecordFiles
from gateway.papers.signed import SignedOrOwn
from gateway.settings import Settings
from gateway.settings_schema import size
from gateway.store.facts import Facts
from gateway.store.register import StoredRegister
from gateway.wiring import knowledge, papers, reporting, values


def enclosers(
    settings: Settings,
    facts: Facts,
    original: Callable[[QueueId], BinaryIO],
    content: Callable[[str], bytes],
) -> Mapping[NoticeCode, Encloser]:
    """By the code of the letter. ``original`` opens a mail as it came.

    ``content`` reads the bytes of a kept file by their digest.
    """
    words = papers.words(settings)
    typesetter = papers.typesetter(settings)
    bureau = papers.bureau(settings, words, typesetter)
    manual = knowledge.manual_press(settings, typesetter)
    article = ArticleFile(words)
    rules = values.rules(settings)
    certificates = CertificatePress(
        bureau=bureau, is_due=lambda request: is_formal(request, rules)
    )
    register = StoredRegister(facts.database, original)
    copies = ArchiveCopies(
        bureau=bureau,
        register=register,
        limit_bytes=size(settings.gateway.papers.export_size),
    )
    return {
        NoticeCode.COMMAND_RESULTS: copies,
        NoticeCode.REVIEW_MEETING: Invitation(
            organizer=settings.gateway.support.address
        ),
        NoticeCode.RECEIPT: SignedOrOwn(content=content, own=certificates),
        NoticeCode.CLOSED_UNCONFIRMED: certificates,
        NoticeCode.FINDINGS: FoundTable(words),
        NoticeCode.ANSWER: RecordFiles(bureau=bureau, register=register),
        NoticeCode.REVIEW: reporting.review_press(settings, typesetter),
        NoticeCode.KNOWLEDGE: lambda notice: (
            *manual(notice),
            *article(notice),
        ),
    }
