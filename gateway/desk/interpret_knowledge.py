"""How the verbs are read that ask of what is known, or write it down."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import (
    PLACEHOLDERS,
    Read,
    Reader,
    Surroundings,
    first_word,
)
from gateway.domain.article_parts import KEYWORDS, NAMES, headed
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.keywords import keywords_from, too_long
from gateway.domain.knowledge import ArticleKind, Visibility
from gateway.domain.knowledge_commands import (
    ArticleParts,
    DraftArticle,
    Find,
    Listing,
    ListRequests,
    PublishArticle,
    ReviseArticle,
    WithdrawArticle,
)
from gateway.mail.directives import Directive

LISTINGS: Mapping[str, Listing] = MappingProxyType(
    {
        **{str(which): which for which in Listing},
        "我的": Listing.MINE,
        "在办": Listing.OPEN,
        "未结": Listing.OPEN,
        "超时": Listing.OVERDUE,
        "待分派": Listing.UNASSIGNED,
        "未分派": Listing.UNASSIGNED,
        "等客户": Listing.WAITING,
        "待客户": Listing.WAITING,
        "紧急": Listing.URGENT,
        "已关闭": Listing.CLOSED,
        "知识": Listing.ARTICLES,
    }
)
KINDS: Mapping[str, ArticleKind] = MappingProxyType(
    {
        **{str(kind): kind for kind in ArticleKind},
        "操作指南": ArticleKind.GUIDE,
        "故障排查": ArticleKind.TROUBLESHOOTING,
        "常见问题": ArticleKind.FAQ,
        "已知问题": ArticleKind.KNOWN_ISSUE,
    }
)
VISIBILITIES: Mapping[str, Visibility] = MappingProxyType(
    {
        **{str(one): one for one in Visibility},
        "内部": Visibility.INTERNAL,
        "客户": Visibility.CUSTOMER,
        "客户可见": Visibility.CUSTOMER,
    }
)
KIND = frozenset({"kind", "类型"})
VISIBLE = frozenset({"visible", "可见"})
PUBLISH = frozenset({"publish", "发布"})
REVISE = frozenset({"revise", "修订", "修改", "退回"})
WITHDRAW = frozenset({"withdraw", "下线", "撤下"})


def _find(directive: Directive, _: Surroundings) -> Read:
    return Find(query=directive.argument.strip())


def _list(directive: Directive, _: Surroundings) -> Read:
    word = directive.argument.strip().casefold() or Listing.MINE
    which = LISTINGS.get(word)
    if which is None:
        return Refusal(Reason.BAD_ARGUMENT, " | ".join(Listing))
    return ListRequests(which=which)


def _article(directive: Directive, around: Surroundings) -> Read:
    parts = _parts(directive, around.below)
    if isinstance(parts, Refusal):
        return parts
    word, rest = first_word(directive.argument)
    word, rest = word.casefold(), "" if rest in PLACEHOLDERS else rest
    if word in PUBLISH:
        return PublishArticle(reason=rest, visibility=parts.visibility)
    if word in REVISE:
        return ReviseArticle(reason=rest, parts=parts)
    if word in WITHDRAW:
        missing = Refusal(Reason.MISSING_ARGUMENT, "reason")
        return WithdrawArticle(reason=rest) if rest else missing
    return DraftArticle(title=directive.argument.strip(), parts=parts)


def _parts(directive: Directive, below: str) -> ArticleParts | Refusal:
    """What the headings below and the keys of the line say; a key wins.

    A value that no key knows is refused by name.
    """
    texts = dict(headed(below).parts)
    for key, value in directive.pairs:
        if not value.strip() or value in PLACEHOLDERS:
            return Refusal(Reason.MISSING_ARGUMENT, f"{key}=")
        texts[_meaning(key)] = value
    kind, visible = texts.pop("kind", ""), texts.pop("visible", "")
    words = texts.pop(KEYWORDS, "")
    if kind and kind.casefold() not in KINDS:
        return Refusal(Reason.BAD_ARGUMENT, f"kind={kind}")
    if visible and visible.casefold() not in VISIBILITIES:
        return Refusal(Reason.BAD_ARGUMENT, f"visible={visible}")
    if too_long(words):
        return Refusal(Reason.KEYWORD_TOO_LONG, f"{too_long(words)[0][:20]}…")
    return ArticleParts(
        texts=texts,
        keywords=keywords_from(words),
        kind=KINDS.get(kind.casefold()),
        visibility=VISIBILITIES.get(visible.casefold()),
    )


def _meaning(key: str) -> str:
    if key in KIND:
        return "kind"
    return "visible" if key in VISIBLE else NAMES[key]


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.FIND: _find,
        Verb.LIST: _list,
        Verb.ARTICLE: _article,
    }
)
