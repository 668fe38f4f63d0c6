"""The composition root: which letters have files with them, and who makes these."""

from collections.abc import Mapping

from gateway.desk.ports import Encloser
from gateway.dispatch.article_file import ArticleFile
from gateway.dispatch.invitation import Invitation
from gateway.dispatch.tables_found import FoundTable
from gateway.domain.codes import NoticeCode
from gateway.papers.certificate import CertificatePress
from gateway.settings import Settings
from gateway.store.facts import Facts
from gateway.wiring import knowledge, papers, values


def enclosers(settings: Settings, _facts: Facts) -> Mapping[NoticeCode, Encloser]:
    """By the code of the letter; most have none."""
    words = values.words(settings)
    typesetter = papers.typesetter(settings)
    bureau = papers.bureau(settings, words, typesetter)
    manual = knowledge.manual_press(settings, typesetter, words)
    article = ArticleFile(words)
    return {
        NoticeCode.RECEIPT: CertificatePress(bureau=bureau),
        NoticeCode.REVIEW_MEETING: Invitation(
            organizer=settings.gateway.support.address
        ),
        NoticeCode.FINDINGS: FoundTable(words),
        NoticeCode.KNOWLEDGE: lambda notice: (
            *manual(notice),
            *article(notice),
        ),
    }
