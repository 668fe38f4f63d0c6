"""The composition root: search, articles, and what deciders may ask of the past."""

from datetime import timedelta

from gateway.desk.library import DeskLibrary
from gateway.desk.ports_search import Search
from gateway.settings import Settings
from gateway.store.facts import Facts
from gateway.store.indexing import documents
from gateway.store.lists import RequestLists
from gateway.store.search import TextIndex
from gateway.store.shelf import ArticleShelf
from gateway.wiring import values


def index(_settings: Settings, facts: Facts) -> Search:
    """Where words are looked for."""
    return TextIndex(facts.database)


def rebuilt(settings: Settings, facts: Facts) -> int:
    """Make the index anew from the facts; returns how many can be found."""
    return index(settings, facts).rebuild(documents(facts.database))


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
