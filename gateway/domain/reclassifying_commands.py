"""What corrects the class of a request: its domain, priority, scene, or language."""

from dataclasses import dataclass

from gateway.domain.people import Locale
from gateway.domain.request import Priority, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify:
    """#classify, #scene: what is None or empty stays as it is."""

    domain: str = ""
    priority: Priority | None = None
    scene: Scene | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLocale:
    """#lang: the language of the letters to the requester (D14)."""

    locale: Locale
