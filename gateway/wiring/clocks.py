"""The clocks of the process from the words of ``targets.toml``.

A stage is a moment and what is done then; which acts a clock can do is a table here,
since the steps that carry them out know what else they need.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from gateway.domain.agreement import Act, Schedule, Stage
from gateway.domain.calendar import Calendar
from gateway.domain.codes import Clock
from gateway.domain.request import Priority, Scene
from gateway.settings_files import ClockFile
from gateway.settings_schema import span

STAGES_LIMIT = 20
"""Stages of one clock."""

TELLING = frozenset({Act.WARN, Act.MISSED})
"""What every clock can do: tell somebody of itself."""
ACTS_OF: Mapping[Clock, frozenset[Act]] = MappingProxyType(
    {
        Clock.K1: TELLING
        | {Act.CALL_BACKUP, Act.CALL_SUPERVISORS, Act.CALL_EVERYBODY, Act.ALARM},
        Clock.INFORMATION: TELLING
        | {Act.REMIND_OF_QUESTIONS, Act.HAVE_CALLED, Act.CLOSE_UNANSWERED},
        Clock.K4: TELLING | {Act.CALL_REVIEW},
        Clock.K5: TELLING | {Act.ETA_MISSED},
        Clock.K6: TELLING | {Act.REMIND_OF_PLAN, Act.ASK_DEPUTY},
        Clock.HOLD: TELLING | {Act.RESUME},
        Clock.ARCHIVE: TELLING | {Act.REMIND_TO_ARCHIVE},
        Clock.CONSENT: TELLING | {Act.REMIND_OF_CONSENT},
        Clock.K7: TELLING
        | {Act.REMIND_TO_CONFIRM, Act.REMIND_CONFIRMERS, Act.CLOSE_UNCONFIRMED},
    }
)
"""What a clock can do at its stages; those that are not named can only tell."""

VARIANTS = ("urgent", *(one.name.lower() for one in Priority), *map(str, Scene))
"""What a variant may be for, the first that fits a request first."""
_WHEN = re.compile(r"(-?)(\d+)([smhd%])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A clock for all requests, and its variants by what they are for."""

    base: Schedule
    variants: Mapping[str, Schedule]


def timed(
    name: str,
    file: ClockFile,
    calendars: Mapping[str, Calendar],
    default: Calendar,
) -> Timed:
    """Build a clock. Raises ValueError with a reason for a person."""
    if name not in set(Clock):
        raise ValueError(f"there is no such clock; known: {', '.join(Clock)}")
    clock = Clock(name)

    def schedule(
        within: str, stages: tuple[str, ...], calendar: str | None
    ) -> Schedule:
        by = calendars[calendar] if calendar else default
        return _schedule(clock, within, stages, by)

    unknown = [key for key in file.variants if key not in VARIANTS]
    if unknown:
        known = ", ".join(VARIANTS)
        raise ValueError(f"for.{unknown[0]}: there is none such; known: {known}")
    return Timed(
        base=schedule(file.within, file.stages, file.calendar),
        variants={
            key: schedule(
                one.within or file.within,
                file.stages if one.stages is None else one.stages,
                one.calendar or file.calendar,
            )
            for key, one in file.variants.items()
        },
    )


def _schedule(
    clock: Clock, within: str, stages: tuple[str, ...], calendar: Calendar
) -> Schedule:
    if not 1 <= len(stages) <= STAGES_LIMIT:
        raise ValueError(f"stages: from 1 to {STAGES_LIMIT} of them")
    workdays = int(within[:-1]) if within.endswith("d") else 0
    spent = timedelta() if workdays else span(within)
    made = tuple(_stage(clock, text, spent) for text in stages)
    for kind in ("after", "workdays"):
        counted = [at for one in made if (at := getattr(one, kind))]
        if counted != sorted(counted) or len(counted) != len(set(counted)):
            raise ValueError("stages: must rise, each later than the one before")
    return Schedule(within=spent, workdays=workdays, calendar=calendar, stages=made)


def _stage(clock: Clock, text: str, within: timedelta) -> Stage:
    when, _, act = text.partition(" ")
    allowed = ACTS_OF.get(clock, TELLING)
    if act not in allowed:
        known = ", ".join(sorted(allowed))
        raise ValueError(f"stages: {text!r}: {clock} can do: {known}")
    found = _WHEN.fullmatch(when)
    if found is None:
        raise ValueError(f"stages: {text!r} names no moment")
    back, number, unit = found.groups()
    if unit == "d":
        return Stage(act=Act(act), workdays=int(number))
    if unit == "%" and not within:
        raise ValueError(f"stages: {text!r}: a target in days has no shares")
    after = within * int(number) / 100 if unit == "%" else span(f"{number}{unit}")
    if back:
        return Stage(act=Act(act), before=after)
    return Stage(act=Act(act), after=after)
