"""The composition root: the letters that tell staff how things stand (S16, S17)."""

from datetime import time

from gateway.desk.context import Context
from gateway.desk.daily_digest import DailyDigest
from gateway.desk.periodic import Periodic
from gateway.desk.ports_papers import Typesetter
from gateway.desk.reviewing import MonthlyReview, Reviewer
from gateway.dispatch.review_table import table_file
from gateway.dispatch.review_view import ReviewShow
from gateway.domain.people import Address, Locale, address
from gateway.domain.review_details import Goals
from gateway.papers.charts import ChartPress
from gateway.papers.manual import Publisher
from gateway.papers.review import ReviewPress
from gateway.settings import Fault, Settings, SettingsError
from gateway.store.agenda import StoredAgenda
from gateway.store.facts import Facts
from gateway.store.reviewing import StoredReviews
from gateway.wiring import papers, values

CHART_SECONDS = 60.0
"""How long the charts of one review may take."""


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


def reviewer(settings: Settings, facts: Facts) -> Reviewer:
    """What makes the monthly review."""
    given = settings.targets.reports
    return Reviewer(
        reviews=StoredReviews(facts.database),
        zone=values.zone(settings),
        goals=Goals(
            first_response=given.first_response_goal,
            eta=given.eta_goal,
            satisfied=given.satisfied_goal,
        ),
        readers=readers(settings),
        readers_locale=Locale(settings.gateway.support.locale),
    )


def readers(settings: Settings) -> tuple[Address, ...]:
    """Raises SettingsError for what is no address."""
    found = []
    for one in settings.targets.reports.readers:
        try:
            found.append(address(one))
        except ValueError as error:
            raise SettingsError(
                Fault("targets.toml", "reports.readers", str(error))
            ) from error
    return tuple(found)


def review_press(settings: Settings, typesetter: Typesetter) -> ReviewPress:
    """What makes the files of the review."""
    publisher = Publisher(
        names=values.names(settings),
        address=settings.gateway.support.address,
        zone=values.zone(settings),
    )
    return ReviewPress(
        template_dirs=settings.template_folders,
        publisher=publisher,
        typesetter=typesetter,
        shows=ReviewShow(papers.words(settings)),
        draws=ChartPress(seconds=CHART_SECONDS),
        table=table_file,
    )


def check_review(settings: Settings) -> None:
    """Raises SettingsError where its template cannot be used."""
    wrong = review_press(settings, papers.typesetter(settings)).check()
    if wrong:
        file, _, reason = wrong.partition(": ")
        raise SettingsError(Fault(file, "-", reason))


def rounds(settings: Settings, context: Context) -> tuple[Periodic, ...]:
    """What comes round by the settings."""
    facts = context.store
    if not isinstance(facts, Facts):
        return ()
    daily = digest(settings, facts)
    found: list[Periodic] = [daily] if daily else []
    at = settings.targets.reports.review
    if at and context.reviewer:
        moment = time.fromisoformat(at)
        found.append(MonthlyReview(reviewer=context.reviewer, at=moment))
    return tuple(found)
