"""The composition root: search, articles, and what deciders may ask of the past."""

from datetime import datetime, time, timedelta
from importlib.util import find_spec

from gateway.desk.context import Context
from gateway.desk.knowledge_rounds import MonthlyManual, ReviewReminders
from gateway.desk.library import DeskLibrary
from gateway.desk.periodic import Periodic
from gateway.desk.ports_search import Search
from gateway.desk.standing_in import WithStandIn
from gateway.domain.knowledge_details import ManualTold
from gateway.domain.manual import manual, month_of
from gateway.mail.enclosure import Enclosure
from gateway.papers.manual import ManualPress, Publisher
from gateway.papers.typesetter import Typesetter
from gateway.runtime.clock import SystemClock
from gateway.settings import Fault, Settings, SettingsError
from gateway.store.facts import Facts
from gateway.store.feeding import Feeder
from gateway.store.indexing import documents
from gateway.store.lists import RequestLists
from gateway.store.postgres import PostgresIndex
from gateway.store.search import TextIndex
from gateway.store.shelf import ArticleShelf
from gateway.wiring import papers, values


def index(settings: Settings, facts: Facts) -> Search:
    """Where words are looked for: the store's own index stands in for another."""
    own = TextIndex(facts.database)
    other = _other(settings)
    return WithStandIn(first=other, stand_in=own) if other else own


def _other(settings: Settings) -> PostgresIndex | None:
    conninfo = settings.gateway.knowledge.postgres
    return PostgresIndex(conninfo) if conninfo else None


def feeder(settings: Settings, facts: Facts) -> Feeder | None:
    """What tells an index elsewhere of what is new; None where there is none."""
    other = _other(settings)
    return Feeder(facts.database, other) if other else None


def warnings(settings: Settings) -> tuple[str, ...]:
    if settings.gateway.knowledge.postgres and find_spec("psycopg") is None:
        return (
            (
                "knowledge.postgres: psycopg (the extra postgres) is not installed; "
                "the store's own index answers"
            ),
        )
    return ()


def rebuilt(settings: Settings, facts: Facts) -> int:
    """Make every index anew from the facts; returns how many can be found."""
    number = TextIndex(facts.database).rebuild(documents(facts.database))
    other = feeder(settings, facts)
    return other.rebuild() if other else number


def manual_press(settings: Settings, typesetter: Typesetter) -> ManualPress:
    """What makes the files of the manual."""
    publisher = Publisher(
        names=values.names(settings),
        address=settings.gateway.support.address,
        zone=values.zone(settings),
    )
    return ManualPress(
        template_dirs=settings.template_folders,
        publisher=publisher,
        typesetter=typesetter,
    )


def check_manual(settings: Settings) -> None:
    """Raises SettingsError where a template of the manual cannot be used."""
    wrong = manual_press(settings, papers.typesetter(settings)).check()
    if wrong:
        file, _, reason = wrong.partition(": ")
        raise SettingsError(Fault(file, "-", reason))


def manual_now(
    settings: Settings, facts: Facts
) -> tuple[ManualTold, tuple[Enclosure, ...]]:
    """The manual as it is now, with its files; for the operator."""
    zone, now = values.zone(settings), SystemClock().now()
    today = now.astimezone(zone).date()
    month = month_of(today, datetime.combine(today, time(0), zone))
    shelf = ArticleShelf(facts.database)
    used = shelf.uses(month.since, month.until)
    told = manual(shelf.everything(), used, month)
    typesetter = papers.typesetter(settings)
    try:
        return told, manual_press(settings, typesetter).files(told, now)
    finally:
        typesetter.close()


def rounds(settings: Settings, context: Context) -> tuple[Periodic, ...]:
    """Reminders of what is to be read again; and the manual, where it is wanted."""
    library = context.library
    if not isinstance(library, DeskLibrary):
        return ()
    reminders = ReviewReminders(
        store=context.store, articles=library.articles, zone=context.zone
    )
    monthly = MonthlyManual(articles=library.articles, zone=context.zone)
    return (reminders, monthly) if settings.gateway.knowledge.manual else (reminders,)


def library(settings: Settings, facts: Facts) -> DeskLibrary:
    return DeskLibrary(
        store=facts,
        search=index(settings, facts),
        articles=ArticleShelf(facts.database),
        lists=RequestLists(),
        people=values.people(settings),
        zone=values.zone(settings),
        chosen=settings.gateway.knowledge.keywords,
        review_after=timedelta(days=settings.gateway.knowledge.review_days),
    )
