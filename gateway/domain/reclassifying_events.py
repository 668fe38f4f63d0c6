"""What happens as the class of a request is corrected (R7, R15, R16)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address, Locale
from gateway.domain.request import Priority, Request, Scene, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """All of the class as it is from now on, changed or not."""

    by: Address
    at: datetime
    domain: str
    group: str
    priority: Priority
    scene: Scene
    urgent: bool
    misjudged: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleSet:
    by: Address
    at: datetime
    locale: Locale


def _classified(request: Request, event: Classified) -> Request:
    judged = event.urgent or event.misjudged
    begins = event.urgent and not request.urgent
    triage = replace(
        request.triage,
        category_reason=event.reason,
        group=event.group,
        suspected=request.triage.suspected and not judged,
        misjudged=event.misjudged or request.triage.misjudged,
        urgent_since=event.at if begins else request.triage.urgent_since,
    )
    return replace(
        request,
        category=event.domain,
        priority=event.priority,
        scene=event.scene,
        urgent=event.urgent,
        triage=triage,
    )


def _locale(request: Request, event: LocaleSet) -> Request:
    return replace(request, locale=event.locale)


def _words(event: Classified) -> tuple[str, str]:
    told = (event.domain, event.priority.name.lower(), event.scene, event.group)
    return ", ".join(one for one in told if one), event.reason


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Classified, stage=Stage.FIRST_RESPONSE, change=_classified, words=_words
        ),
        **form(
            LocaleSet,
            stage=Stage.FIRST_RESPONSE,
            change=_locale,
            words=lambda event: (event.locale, ""),
            visible=False,
        ),
    }
)
