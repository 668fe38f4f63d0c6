"""The figures of a month: sums over what each request adds (PROCESS 7.1, R44, R45)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import ceil

from gateway.domain.codes import Clock
from gateway.domain.review_details import (
    AGES,
    Backlog,
    Counts,
    Figures,
    Incident,
    Known,
    Miss,
    Party,
    Problem,
    Quote,
    Share,
    Spread,
)
from gateway.domain.review_facts import Facts

PROBLEMS_LIMIT = 10
"""Problems of a month that are named (R45)."""
NAMES_LIMIT = 20
"""Names of one count; the rest stands together under REST."""
MISSES_LIMIT = 20
INCIDENTS_LIMIT = 20
QUOTES_LIMIT = 3
"""Quotes of each mark; of the unhappy ones all, up to UNHAPPY_LIMIT."""
UNHAPPY_LIMIT = 20
KEYWORDS_LIMIT = 200
"""Keywords of a month that subjects are searched for, the most used first."""
KEYWORD_SHORTEST = 2
REST = "…"
UNHAPPY = "poor"
DAY_MINUTES = 24 * 60


def figures(
    month: str, facts: Sequence[Facts], previous: Figures | None, known: Known
) -> Figures:
    """All figures of a month. ``known`` is complete but for the share it helped."""
    received = [one for one in facts if one.received and not one.left_out]
    confirmed = [one for one in facts if one.confirmed_as]
    helped = sum(1 for one in confirmed if one.articles)
    misses = _misses(received)
    return Figures(
        month=month,
        received=len(received),
        left_out=sum(1 for one in facts if one.received and one.left_out),
        scenes=_counts(one.scene for one in received),
        priorities=_counts(one.priority for one in received),
        categories=_counts(one.category for one in received),
        customers=_nameless(_counts(one.customer for one in received)),
        k1=_in_time(received, Clock.K1),
        best_effort=sum(one.best_effort for one in received),
        k2=_in_time(received, Clock.K2),
        responding=_spread(o.response for o in received if o.response is not None),
        solving=_spread(one.solving for one in confirmed),
        solving_whole=_spread(one.solving_whole for one in confirmed),
        eta=_share(facts, lambda one: one.eta_kept, lambda one: one.eta_of),
        k4=_share(facts, lambda one: one.k4_met, lambda one: one.k4_of),
        reviews=_share(facts, lambda one: one.held, lambda one: one.called),
        complete=Share(met=sum(bool(o.complete) for o in received), of=len(received)),
        asked=sum(one.asked for one in received),
        resolved=sum(one.resolved for one in facts),
        reopened=sum(one.reopened for one in facts),
        reopened_in=_counts(one.category for one in facts if one.reopened),
        first_time=Share(
            met=sum(one.first_time for one in confirmed), of=len(confirmed)
        ),
        classes=_counts(one.confirmed_as for one in confirmed),
        waited=_spread(one.waited for one in confirmed),
        unconfirmed=sum(one.unconfirmed for one in facts),
        backlog=_backlog(facts),
        problems=_problems(received, previous),
        causes=_counts(one.cause for one in confirmed if one.cause),
        marks=_counts(one.mark for one in facts if one.mark),
        rated=Share(met=sum(1 for o in facts if o.mark), of=len(confirmed)),
        quotes=_quotes(facts),
        known=replace(known, helped=Share(met=helped, of=len(confirmed))),
        misses=misses[:MISSES_LIMIT],
        missed=len(misses),
        incidents=_incidents(received),
    )


def _counts(names: Iterable[str]) -> Counts:
    """The most first; of many names the last ones together."""
    counted = sorted(Counter(names).items(), key=lambda one: (-one[1], one[0]))
    rest = sum(count for _, count in counted[NAMES_LIMIT:])
    return (*counted[:NAMES_LIMIT], *(((REST, rest),) if rest else ()))


def _nameless(counts: Counts) -> Counts:
    """Customers by rank: a report is passed on, and none reads of another."""
    return tuple(
        (name if name == REST else f"C{place}", count)
        for place, (name, count) in enumerate(counts, 1)
    )


def _in_time(received: Sequence[Facts], clock: Clock) -> Share:
    judged = [o for o in received if o.clock is clock and o.late is not None]
    return Share(met=sum(not one.late for one in judged), of=len(judged))


def _share(
    facts: Sequence[Facts], met: Callable[[Facts], int], of: Callable[[Facts], int]
) -> Share:
    return Share(met=sum(map(met, facts)), of=sum(map(of, facts)))


def _spread(minutes: Iterable[float]) -> Spread:
    """The median, and the least that nine of ten do not exceed."""
    ordered = sorted(minutes)
    if not ordered:
        return Spread()
    middle = len(ordered) // 2
    median = ordered[middle]
    if len(ordered) % 2 == 0:
        median = (median + ordered[middle - 1]) / 2
    ninth = ordered[ceil(0.9 * len(ordered)) - 1]
    return Spread(count=len(ordered), median=round(median, 1), p90=round(ninth, 1))


def _misses(received: Sequence[Facts]) -> tuple[Miss, ...]:
    late = [one for one in received if one.late]
    late.sort(key=lambda one: (one.clock, -(one.late or 0.0), one.number))
    return tuple(
        Miss(
            number=one.number,
            clock=one.clock,
            over_minutes=max(1, round(one.late or 0.0)),
            owner=one.owner,
        )
        for one in late
    )


def _backlog(facts: Sequence[Facts]) -> tuple[Backlog, ...]:
    waits: dict[int, Counter[Party]] = defaultdict(Counter)
    for one in facts:
        if one.open_days is not None:
            waits[_age(one.open_days)][one.waits] += 1
    return tuple(
        Backlog(
            age=age,
            waits=tuple((p, waits[age][p]) for p in Party if waits[age][p]),
        )
        for age in range(len(AGES))
    )


def _age(days: int) -> int:
    return next(place for place, (_, to) in enumerate(AGES) if to is None or days <= to)


def _quotes(facts: Sequence[Facts]) -> tuple[Quote, ...]:
    said = [one for one in facts if one.mark and one.words.strip()]
    found: list[Quote] = []
    for mark in dict.fromkeys(one.mark for one in said):
        limit = UNHAPPY_LIMIT if mark == UNHAPPY else QUOTES_LIMIT
        fitting = [one for one in said if one.mark == mark][-limit:]
        found += [
            Quote(number=one.number, mark=mark, words=one.words) for one in fitting
        ]
    return tuple(found)


def _incidents(received: Sequence[Facts]) -> tuple[Incident, ...]:
    urgent = [one for one in received if one.clock is Clock.K1 and one.moments]
    found = []
    for one in urgent[:INCIDENTS_LIMIT]:
        submitted, called, accepted, resolved, confirmed = one.moments
        if submitted is not None:
            incident = Incident(
                number=one.number,
                title=one.title,
                submitted_at=submitted,
                called_at=called,
                accepted_at=accepted,
                resolved_at=resolved,
                confirmed_at=confirmed,
            )
            found.append(incident)
    return tuple(found)


# --- what recurs -------------------------------------------------------------


def _problems(
    received: Sequence[Facts], previous: Figures | None
) -> tuple[Problem, ...]:
    """R45: by domain and keyword. A request counts under its most common keyword."""
    common = [word for word, _ in _keywords(received)]
    groups: dict[tuple[str, str], list[Facts]] = defaultdict(list)
    for one in received:
        groups[one.category, _word(one, common)].append(one)
    before = (
        {(o.category, o.word): o.count for o in previous.problems} if previous else {}
    )
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(
        _problem(category, word, alike, before.get((category, word), 0))
        for (category, word), alike in ordered[:PROBLEMS_LIMIT]
    )


def _keywords(received: Sequence[Facts]) -> list[tuple[str, int]]:
    counted = Counter(
        word.casefold()
        for one in received
        for word in one.keywords
        if len(word) >= KEYWORD_SHORTEST
    )
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return ordered[:KEYWORDS_LIMIT]


def _word(one: Facts, common: Sequence[str]) -> str:
    """The most common keyword that it has, or that its subject holds."""
    own = {word.casefold() for word in one.keywords}
    title = one.title.casefold()
    return next((word for word in common if word in own or word in title), "")


def _problem(category: str, word: str, alike: Sequence[Facts], before: int) -> Problem:
    articles = Counter(name for one in alike for name in one.articles)
    return Problem(
        category=category,
        word=word,
        count=len(alike),
        before=before,
        customers=len({one.customer for one in alike}),
        minutes=sum(one.minutes for one in alike),
        article=articles.most_common(1)[0][0] if articles else "",
        example=max(one.number for one in alike),
    )
