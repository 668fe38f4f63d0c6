"""What happens to knowledge articles, with the request that they were drafted from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.knowledge import Article
from gateway.domain.people import Address
from gateway.domain.request import Stage


class ArticleAct(StrEnum):
    DRAFTED = "drafted"
    REVISED = "revised"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWritten:
    """The article as it is from now on. The request itself does not change."""

    by: Address
    at: datetime
    act: ArticleAct
    article: Article
    reason: str = ""


def _words(event: ArticleWritten) -> tuple[str, str]:
    article = event.article
    said = f"{article.number} v{article.version} {event.act}: {article.title}"
    return said, event.reason


FORMS: Mapping[type, Form] = MappingProxyType(
    {**form(ArticleWritten, stage=Stage.ARCHIVING, words=_words, visible=False)}
)
