"""The composition root: which letters have files with them, and who makes these."""

from collections.abc import Mapping

from gateway.desk.ports import Encloser
from gateway.domain.codes import NoticeCode
from gateway.settings import Settings
from gateway.store.facts import Facts


def enclosers(_settings: Settings, _facts: Facts) -> Mapping[NoticeCode, Encloser]:
    """By the code of the letter; most have none."""
    return {}
