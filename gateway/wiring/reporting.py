"""The composition root: the letters that tell staff how things stand (S16)."""

from datetime import time

from gateway.desk.context import Context
from gateway.desk.daily_digest import DailyDigest
from gateway.desk.periodic import Periodic
from gateway.desk.ports import Renderer
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, ConfirmCode, Owed, notice_alone
from gateway.domain.digest_details import DigestTold
from gateway.domain.people import Address, address
from gateway.domain.request import Request
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings
from gateway.store.agenda import StoredAgenda
from gateway.store.facts import Facts
from gateway.wiring import rooms, values


def digest(settings: Settings, facts: Facts) -> DailyDigest | None:
    """None where the operator wants none."""
    at = settings.targets.reports.digest
    if not at:
        return None
    return DailyDigest(
        agendas=StoredAgenda(facts.database),
        zone=values.zone(settings),
        at=time.fromisoformat(at),
    )


def digest_texts(
    settings: Settings, facts: Facts, who: str = ""
) -> list[tuple[str, str]]:
    """Each reader's name and letter as it would be now; only his where named."""
    people = values.people(settings)
    wanted = {one.address for one in people.find(who)} if who else set(people.members)
    zone, now = values.zone(settings), SystemClock().now()
    daily = DailyDigest(agendas=StoredAgenda(facts.database), zone=zone, at=time(0))
    case = Case(
        speaker=address(settings.gateway.support.address),
        now=now,
        people=people,
        rules=values.rules(settings),
        confirm_code=_no_code,
    )
    renderer = rooms.renderer(settings)
    return [
        (people.name_of(reader), _text(told, reader, case, renderer))
        for reader, told in daily.told(case, now.astimezone(zone).date()).items()
        if reader in wanted and (who or not told.is_empty)
    ]


def _text(told: DigestTold, reader: Address, case: Case, renderer: Renderer) -> str:
    notice = notice_alone(Owed(NoticeCode.DIGEST, reader, told), case)
    return renderer.render(notice, reply_address=case.speaker).text


def _no_code(_: Request) -> ConfirmCode:
    return ConfirmCode(printed="", button="")


def rounds(settings: Settings, context: Context) -> tuple[Periodic, ...]:
    """What comes round by the settings."""
    facts = context.store
    if not isinstance(facts, Facts):
        return ()
    daily = digest(settings, facts)
    return (daily,) if daily else ()
