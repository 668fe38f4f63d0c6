"""The composition root: what the reports would tell now, for the operator."""

from dataclasses import replace
from datetime import time

from gateway.desk.daily_digest import DailyDigest
from gateway.desk.ports import Renderer
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, ConfirmCode, Owed, notice_alone
from gateway.domain.digest_details import DigestTold
from gateway.domain.notices import Notice
from gateway.domain.people import Address, Locale, address
from gateway.domain.request import Request
from gateway.mail.enclosure import Enclosure
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings
from gateway.store.agenda import StoredAgenda
from gateway.store.facts import Facts
from gateway.wiring import papers, reporting, rooms, values


def digest_texts(
    settings: Settings, facts: Facts, who: str = ""
) -> list[tuple[str, str]]:
    """Each reader's name and letter as it would be now; only his where named."""
    case = _case(settings)
    people = case.people
    wanted = {one.address for one in people.find(who)} if who else set(people.members)
    zone = values.zone(settings)
    daily = DailyDigest(agendas=StoredAgenda(facts.database), zone=zone, at=time(0))
    renderer = rooms.renderer(settings)
    return [
        (people.name_of(reader), _text(told, reader, case, renderer))
        for reader, told in daily.told(case, case.now.astimezone(zone).date()).items()
        if reader in wanted and (who or not told.is_empty)
    ]


def _text(told: DigestTold, reader: Address, case: Case, renderer: Renderer) -> str:
    notice = notice_alone(Owed(NoticeCode.DIGEST, reader, told), case)
    return renderer.render(notice, reply_address=case.speaker).text


def _case(settings: Settings) -> Case:
    return Case(
        speaker=address(settings.gateway.support.address),
        now=SystemClock().now(),
        people=values.people(settings),
        rules=values.rules(settings),
        confirm_code=_no_code,
    )


def _no_code(_: Request) -> ConfirmCode:
    return ConfirmCode(printed="", button="")


def review_now(
    settings: Settings, facts: Facts, month: str
) -> tuple[str, tuple[Enclosure, ...]]:
    """The review of a month as its letter's text, with its files; for the operator.

    Raises ValueError for what is no month.
    """
    maker, case = reporting.reviewer(settings, facts), _case(settings)
    told, ourselves = maker.told(maker.month(month), case), case.speaker
    made = Notice(
        code=NoticeCode.REVIEW,
        to=ourselves,
        name="",
        locale=Locale(settings.gateway.support.locale),
        at=case.now,
        request=None,
        detail=replace(told, preview=False),
    )
    typesetter = papers.typesetter(settings)
    try:
        files = reporting.review_press(settings, typesetter)(made)
    finally:
        typesetter.close()
    text = rooms.renderer(settings).render(made, reply_address=ourselves).text
    return text, files
