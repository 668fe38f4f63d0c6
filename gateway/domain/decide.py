"""Who decides what: one table, from a command to the function of its step."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar, cast

from gateway.domain.classification import (
    OPEN,
    decide_assign,
    decide_call,
    decide_lower,
    decide_note,
    decide_raise,
    decide_take,
)
from gateway.domain.commands import (
    Assign,
    Attribute,
    Call,
    Cause,
    Command,
    Confirm,
    Fix,
    Lower,
    Note,
    Raise,
    RecordTest,
    Resolve,
    Take,
    Unresolved,
    Verb,
    Write,
)
from gateway.domain.decision import Case, Outcome
from gateway.domain.diagnosis import WORKING, decide_cause
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.request import Request, Status
from gateway.domain.solution import decide_fix
from gateway.domain.submission import decide_attribute, decide_words
from gateway.domain.verification import (
    decide_confirm,
    decide_resolve,
    decide_test,
    decide_unresolved,
)

C = TypeVar("C", bound=Command)
Decider = Callable[[Command, Request, Case], Outcome]


def _entry(kind: type[C], decider: Callable[[C, Request, Case], Outcome]) -> Decider:
    """Pair a command's type with its decider; mypy checks that they fit."""
    del kind
    return cast("Decider", decider)


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        Write: _entry(Write, decide_words),
        Take: _entry(Take, decide_take),
        Assign: _entry(Assign, decide_assign),
        Call: _entry(Call, decide_call),
        Raise: _entry(Raise, decide_raise),
        Lower: _entry(Lower, decide_lower),
        Note: _entry(Note, decide_note),
        Cause: _entry(Cause, decide_cause),
        Fix: _entry(Fix, decide_fix),
        RecordTest: _entry(RecordTest, decide_test),
        Resolve: _entry(Resolve, decide_resolve),
        Unresolved: _entry(Unresolved, decide_unresolved),
        Confirm: _entry(Confirm, decide_confirm),
        Attribute: _entry(Attribute, decide_attribute),
    }
)


def possible_verbs(status: Status) -> tuple[Verb, ...]:
    """The verbs of staff that this status does not refuse outright."""
    anywhere = (Verb.NOTE, Verb.HELP)
    owned = (Verb.TAKE, Verb.ASSIGN, Verb.RAISE, Verb.LOWER, Verb.CALL)
    worked = (Verb.CAUSE, Verb.FIX, Verb.TEST, Verb.RESOLVE)
    reopened = next_status(status, Trigger.DISPUTE) is not None
    return (
        *(owned if status in OPEN else ()),
        *(worked if status in WORKING else ()),
        *((Verb.UNRESOLVED,) if reopened else ()),
        *anywhere,
    )


def decide(command: Command, request: Request, case: Case) -> Outcome:
    """Decide a command about a request that exists.

    What makes one is decided by :func:`gateway.domain.submission.decide_submission`.
    """
    return DECIDERS[type(command)](command, request, case)
