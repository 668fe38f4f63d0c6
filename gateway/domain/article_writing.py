"""Step 6, knowledge: an article is drafted, revised, published, withdrawn (R42).

Nobody publishes alone what is his own, where there is another who could read it. What
names or reaches a person is taken out of every text that enters an article (D13).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.knowledge import (
    PART_LIMIT_CHARS,
    TITLE_LIMIT_CHARS,
    Article,
    ArticleKind,
    ArticleState,
)
from gateway.domain.knowledge_commands import (
    ArticleParts,
    DraftArticle,
    PublishArticle,
    ReviseArticle,
    WithdrawArticle,
)
from gateway.domain.knowledge_details import ArticleTold, ArticleWord
from gateway.domain.knowledge_events import ArticleAct, ArticleWritten
from gateway.domain.people import Address, People, Role
from gateway.domain.request import Request, Status
from gateway.domain.scrubbing import Removed, Scrubber

_MAY_HAVE = frozenset(Status) - {Status.RECEIVED, Status.INVALID, Status.MERGED}


def decide_draft(command: DraftArticle, request: Request, case: Case) -> Outcome:
    """Draft an article from what the request tells, for a reviewer to read."""
    if request.status not in _MAY_HAVE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if not request.cause:
        return Refusal(Reason.NO_CAUSE_YET)
    if not request.solution:
        return Refusal(Reason.NO_SOLUTION_YET)
    known = case.library.article_of(request)
    if known is not None and known.state is not ArticleState.WITHDRAWN:
        return Refusal(Reason.ARTICLE_EXISTS, known.number)
    scrub = _scrubber(request, case)
    article = _drafted(request, case, command.title, scrub)
    article = _with(article, command.parts, scrub)
    event = _event(ArticleAct.DRAFTED, article, case)
    return _written(event, case, _others(article, case), scrub.removed)


def _drafted(request: Request, case: Case, title: str, scrub: Scrubber) -> Article:
    form = request.form
    workaround = request.solution if request.repair.workaround else ""
    keywords = request.settlement.keywords or case.library.keywords(request)
    return Article(
        number=case.library.next_article(),
        locale=request.locale,
        title=_line(scrub(title or request.subject)),
        symptom=_part(scrub(form.symptom or request.description)),
        cause=_part(scrub(request.cause)),
        steps=_part(scrub(request.solution)),
        workaround=_part(scrub(workaround)),
        prevention=_part(scrub("\n".join(one.text for one in request.followups))),
        keywords=tuple(scrub(word) for word in keywords),
        kind=ArticleKind.KNOWN_ISSUE if workaround else ArticleKind.TROUBLESHOOTING,
        category=request.category,
        source=request.number,
        author=case.speaker,
        created_at=case.now,
        changed_at=case.now,
    )


def decide_revise(command: ReviseArticle, request: Request, case: Case) -> Outcome:
    """Change parts; what was published stays in force until this is published too.

    Without a part the article goes back to its author, with the reason.
    """
    article = case.library.article_of(request)
    if article is None:
        return Refusal(Reason.NO_ARTICLE)
    if not command.parts:
        return _returned(article, command.reason, case)
    scrub = _scrubber(request, case)
    again = article.state is not ArticleState.DRAFT
    revised = replace(
        _with(article, command.parts, scrub),
        state=ArticleState.DRAFT,
        version=article.version + again,
        reviewer=None,
        standing=article.in_force,
        changed_at=case.now,
    )
    event = _event(ArticleAct.REVISED, revised, case, command.reason)
    return _written(event, case, _others(revised, case), scrub.removed)


def _returned(article: Article, reason: str, case: Case) -> Outcome:
    if not reason:
        return Refusal(Reason.MISSING_ARGUMENT, "title= steps= …")
    if article.author == case.speaker:
        return Refusal(Reason.NO_PARTS)
    told = _told(ArticleWord.RETURNED, article, case, reason)
    return Decision((), (Owed(NoticeCode.KNOWLEDGE, article.author, told),))


def decide_publish(command: PublishArticle, request: Request, case: Case) -> Outcome:
    """Put an article in force, and set when somebody has to read it again."""
    article = case.library.article_of(request)
    if article is None:
        return Refusal(Reason.NO_ARTICLE)
    if article.state is ArticleState.WITHDRAWN:
        return Refusal(Reason.NO_ARTICLE, article.number)
    readers = reviewers(case.people)
    if readers and case.speaker not in readers:
        return Refusal(Reason.NOT_A_REVIEWER)
    if case.speaker == article.author and readers - {case.speaker}:
        return Refusal(Reason.OWN_ARTICLE)
    visibility = command.visibility or article.visibility
    # Published once more it is only confirmed: nothing in it is new.
    same = article.state is ArticleState.PUBLISHED and article.visibility is visibility
    published = replace(
        article,
        state=ArticleState.PUBLISHED,
        visibility=visibility,
        reviewer=case.speaker,
        changed_at=article.changed_at if same else case.now,
        first_published_at=article.first_published_at or case.now,
        published_at=article.published_at if same else case.now,
        review_on=case.library.review_on(case.now),
        standing=None,
    )
    event = _event(ArticleAct.PUBLISHED, published, case, command.reason)
    return _written(event, case, {article.author} - {case.speaker})


def decide_withdraw(command: WithdrawArticle, request: Request, case: Case) -> Outcome:
    """Take an article out of force; it stays on record."""
    article = case.library.article_of(request)
    if article is None or article.state is ArticleState.WITHDRAWN:
        return Refusal(Reason.NO_ARTICLE)
    readers = reviewers(case.people)
    own_draft = article.author == case.speaker and article.state is ArticleState.DRAFT
    if readers and case.speaker not in readers and not own_draft:
        return Refusal(Reason.NOT_A_REVIEWER)
    withdrawn = replace(
        article,
        state=ArticleState.WITHDRAWN,
        changed_at=case.now,
        withdrawn_at=case.now,
        review_on=None,
        standing=None,
    )
    event = _event(ArticleAct.WITHDRAWN, withdrawn, case, command.reason)
    return _written(event, case, ({article.author} | readers) - {case.speaker})


def reviewers(people: People) -> frozenset[Address]:
    """Who may publish: the knowledge administrators, else the supervisors."""
    by_role = {
        role: frozenset(who for who, one in people.members.items() if one.role is role)
        for role in (Role.KNOWLEDGE, Role.SUPERVISOR)
    }
    return by_role[Role.KNOWLEDGE] or by_role[Role.SUPERVISOR]


def _others(article: Article, case: Case) -> frozenset[Address]:
    """Who reads a draft: the reviewers but its author; himself where he is alone."""
    readers = reviewers(case.people) or {case.speaker}
    return frozenset(readers - {article.author} or readers)


def _written(
    event: ArticleWritten,
    case: Case,
    to: Iterable[Address],
    removed: tuple[Removed, ...] = (),
) -> Decision:
    word = ArticleWord(event.act)
    told = _told(word, event.article, case, event.reason, removed)
    # The writer is told what was taken out of his words: he knows what it meant.
    readers = {*to, case.speaker} if removed else {*to}
    owed = (Owed(NoticeCode.KNOWLEDGE, who, told) for who in sorted(readers))
    return Decision((event,), tuple(owed))


def _event(
    act: ArticleAct, article: Article, case: Case, reason: str = ""
) -> ArticleWritten:
    return ArticleWritten(
        by=case.speaker, at=case.now, act=act, article=article, reason=reason
    )


def _told(
    word: ArticleWord,
    article: Article,
    case: Case,
    reason: str,
    removed: tuple[Removed, ...] = (),
) -> ArticleTold:
    return ArticleTold(
        word=word,
        article=article,
        author_name=case.people.name_of(article.author),
        by_name=case.people.name_of(case.speaker),
        reason=reason,
        removed=removed,
    )


def _with(article: Article, parts: ArticleParts, scrub: Scrubber) -> Article:
    """The article with the parts that a command names."""
    texts = {name: _part(scrub(text)) for name, text in parts.texts.items()}
    return replace(
        article,
        title=_line(texts.get("title", "")) or article.title,
        scope=texts.get("scope", article.scope),
        symptom=texts.get("symptom", article.symptom),
        cause=texts.get("cause", article.cause),
        steps=texts.get("steps", article.steps),
        workaround=texts.get("workaround", article.workaround),
        prevention=texts.get("prevention", article.prevention),
        keywords=tuple(map(scrub, parts.keywords)) or article.keywords,
        kind=parts.kind or article.kind,
        visibility=parts.visibility or article.visibility,
    )


def _scrubber(request: Request, case: Case) -> Scrubber:
    return Scrubber(names=case.library.names(request), locale=request.locale)


def _part(text: str) -> str:
    return text.strip()[:PART_LIMIT_CHARS]


def _line(text: str) -> str:
    return " ".join(text.split())[:TITLE_LIMIT_CHARS]


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(DraftArticle, decide_draft),
        **decider(ReviseArticle, decide_revise),
        **decider(PublishArticle, decide_publish),
        **decider(WithdrawArticle, decide_withdraw),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType({Verb.ARTICLE: _MAY_HAVE})
"""In which statuses these verbs are not refused outright."""
