"""Which technical domain a request belongs to, and which group it goes to (R15, R17).

Plain rules that a person can check: the words that were found, or the sender, say the
domain, and they are kept as the reason. Where two domains have as much for them, none
is chosen: those who assign decide. Where no rule speaks, likeness to what came before
may; its reason names the request or article that it is like.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gateway.domain.likeness import Alike
from gateway.domain.people import Address
from gateway.domain.request import Scene

TEXT_LIMIT = 20_000
"""Characters of a request that are looked at for words."""
REASON_WORDS_LIMIT = 5
"""Words that a reason names for one domain."""
OTHER = "other"
"""The domain of what is of none that is named."""
LIKE_ENOUGH = 0.3
"""A score of likeness from which what was before lends its domain."""
SUBJECT_WEIGHT = 2
"""A word in the subject counts as much as so many in the description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRule:
    """A technical domain, and what tells of it.

    ``senders`` are addresses or mail domains (``@plant.example``); one that fits
    decides, whatever the words say.
    """

    name: str
    words: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where requests of a domain and a scene go; what is left out fits all."""

    group: str
    domain: str = ""
    scene: Scene | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    domains: tuple[DomainRule, ...] = ()
    routes: tuple[Route, ...] = ()
    groups: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """``reason`` is what was found, for people; ``domain`` is empty where unclear."""

    domain: str = ""
    reason: str = ""
    group: str = ""
    members: tuple[Address, ...] = ()


def route(
    subject: str,
    description: str,
    routing: Routing,
    *,
    requester: Address,
    scene: Scene,
) -> Routed:
    """The domain by sender or words, and the first route that fits it."""
    domain, reason = _by_sender(requester, routing) or _by_words(
        subject, description, routing
    )
    return _routed(domain, reason, routing, scene)


def likened(alike: Iterable[Alike], routing: Routing, scene: Scene) -> Routed | None:
    """By what was before: the domain of what is most like it, where it is enough so.

    The reason names it, and the words that both share, for a person to check.
    """
    found = (one for one in alike if one.category and one.score >= LIKE_ENOUGH)
    best = next(found, None)
    if best is None:
        return None
    reason = f"{best.key}: {_listed(best.shared)}"
    return _routed(best.category, reason, routing, scene)


def _routed(domain: str, reason: str, routing: Routing, scene: Scene) -> Routed:
    group = group_of(domain, scene, routing)
    members = routing.groups.get(group, ())
    return Routed(domain=domain, reason=reason, group=group, members=members)


def group_of(domain: str, scene: Scene, routing: Routing) -> str:
    """The group of the first route that fits; empty where none does."""
    fitting = (
        one.group
        for one in routing.routes
        if one.domain in {"", domain} and one.scene in {None, scene}
    )
    return next(fitting, "")


def words_in(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these words stand in the text; those of ASCII letters by themselves."""
    looked = _Looked.of(text)
    return tuple(word for word in words if looked.holds(word))


def _by_sender(requester: Address, routing: Routing) -> tuple[str, str] | None:
    mail_domain = f"@{requester.rpartition('@')[2]}"
    for rule in routing.domains:
        for sender in rule.senders:
            if sender in {requester, mail_domain}:
                return rule.name, sender
    return None


def _by_words(subject: str, description: str, routing: Routing) -> tuple[str, str]:
    title, text = _Looked.of(subject), _Looked.of(description)
    scores: dict[str, int] = {}
    found: dict[str, tuple[str, ...]] = {}
    for rule in routing.domains:
        titled = [word for word in rule.words if title.holds(word)]
        told = [word for word in rule.words if text.holds(word)]
        if titled or told:
            found[rule.name] = tuple(dict.fromkeys((*titled, *told)))
            scores[rule.name] = SUBJECT_WEIGHT * len(titled) + len(told)
    best = max(scores.values(), default=0)
    leading = [name for name, score in scores.items() if score == best]
    if len(leading) == 1:
        return leading[0], _listed(found[leading[0]])
    return "", "; ".join(f"{name}: {_listed(found[name])}" for name in leading)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words[:REASON_WORDS_LIMIT])


@dataclass(frozen=True, slots=True)
class _Looked:
    """A text in the two forms in which words are looked for.

    Words of ASCII letters stand apart in ``apart``; others, which scripts without
    spaces run together, stand anywhere in ``whole``.
    """

    whole: str
    apart: str

    @staticmethod
    def of(text: str) -> "_Looked":
        whole = _folded(text[:TEXT_LIMIT])
        return _Looked(whole, _apart(whole))

    def holds(self, word: str) -> bool:
        wanted = _folded(word)
        if wanted.isascii():
            return _apart(wanted) in self.apart
        return wanted in self.whole


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _apart(folded: str) -> str:
    kept = (one if one.isascii() and one.isalnum() else " " for one in folded)
    return f" {' '.join(''.join(kept).split())} "
