"""What may be said to a request, by whom, and what people who do their work say.

Each command of the domain is drawn from its own type hints.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import get_args, get_type_hints

from hypothesis import strategies as st

from gateway.domain import commands as c
from gateway.domain.answer_commands import Doubt
from gateway.domain.archiving_commands import Archive
from gateway.domain.classification_commands import Assign, Take
from gateway.domain.completeness_commands import Ask
from gateway.domain.decision import Coded, CodeFor, ConfirmCode
from gateway.domain.evidence import Evidence
from gateway.domain.holding_commands import Resume
from gateway.domain.people import Address
from gateway.domain.plan_parts import Part
from gateway.domain.request import Form, Request, RequestNumber, Status
from gateway.domain.solution_commands import (
    Approve,
    Consent,
    Phase,
    RefuseConsent,
    Reject,
    Work,
)
from gateway.domain.submission_commands import Attribute, Register, Submit
from gateway.domain.verification_commands import (
    Confirm,
    RecordTest,
    Resolve,
    Unresolved,
)
from gateway.domain.waiting_commands import Close, CloseFor, NotePhoned
from tests.support.builders import (
    ANNE,
    BART,
    CRIS,
    DAVE,
    ELLE,
    HOUR,
    MORNING,
    a_new_request,
    an_evidence,
)

S = Status
GOOD = "K7QM4P2X"
STAFF = (BART, DAVE, ELLE)
CUSTOMERS = (ANNE, CRIS)
"""The requester, and a colleague of hers."""
ENDS = frozenset({S.ARCHIVED, S.WITHDRAWN, S.INVALID, S.MERGED})
STEPS_HOME = 25
"""Acts that are enough to bring any request to its end."""

OF_OTHERS = frozenset({Submit, Attribute, Register})
"""They make requests, and are decided elsewhere."""
BY_CUSTOMERS = {
    kind
    for kind in get_args(c.Command)
    if kind.__name__
    in {
        *("Write", "Answers", "Confirm", "Doubt", "Unproven", "NotMe", "Rate"),
        *("YesOfAnother", "Postpone", "Consent", "RefuseConsent", "AskForCode"),
        *("VendorWrite", "Withdraw", "Hush"),
    }
}
BY_STAFF = set(get_args(c.Command)) - BY_CUSTOMERS - OF_OTHERS
PLAN = dict.fromkeys(Part, "words")
WORDS = st.sampled_from(["", "words", "more words"])
MOMENTS = st.sampled_from([-5, 1, 30, 200, 5000]).map(lambda n: MORNING + n * HOUR)

OTHERS = (
    replace(a_new_request(), number=RequestNumber("TS20261116009")),
    a_new_request(),
)
"""Another request of the same customer, and this very one."""

VALUES: Mapping[object, st.SearchStrategy[object]] = {
    str: WORDS,
    Address: st.sampled_from((*STAFF, *CUSTOMERS)),
    datetime: MOMENTS,
    datetime | None: st.none() | MOMENTS,
    Evidence: st.just(an_evidence()),
    Form: st.just(Form()),
    Request: st.sampled_from(OTHERS),
    Mapping[Part, str]: st.sampled_from([PLAN, {Part.STEPS: "words"}]),
}


def drawn(kind: type) -> st.SearchStrategy[c.Command]:
    """A command with anything in it."""
    hints = get_type_hints(kind)
    values = {
        one.name: st.sampled_from(["", GOOD, "WRONG111"])
        if one.name == "code"
        else VALUES.get(hints[one.name], st.from_type(hints[one.name]))
        for one in fields(kind)
    }
    return st.builds(kind, **values)


def commands(kinds: set[type]) -> st.SearchStrategy[c.Command]:
    return st.one_of([drawn(kind) for kind in sorted(kinds, key=lambda k: k.__name__)])


def coded(_: Request, __: Address, ___: CodeFor) -> Coded:
    code = ConfirmCode(printed=GOOD, button=GOOD)
    return Coded(present=code, living=(GOOD,))


Acts = tuple[tuple[c.Command, Address | None], ...]
"""Commands and who says them; None is the owner."""
DECIDED: Acts = tuple(
    (decided, who)
    for who in (ELLE, BART, DAVE)
    for decided in (Approve(code=GOOD), Reject(code=GOOD, reason="no"))
)
CONFIRMS = (Confirm(words="fixed", evidence=an_evidence()), ANNE)
ARCHIVES = (Archive(keywords=("drum",)), None)
DENIES = (Unresolved(words="still smoking"), ANNE)

HOME: Mapping[Status, Acts] = {
    S.RECEIVED: ((Take(), BART),),
    S.AWAITING_INFORMATION: ((Take(), BART), (Assign(owner=DAVE), BART)),
    # Where nobody is left who may approve, another owner frees the approver.
    S.AWAITING_APPROVAL: (
        *DECIDED,
        *((Assign(owner=owner), ELLE) for owner in (BART, DAVE)),
    ),
    S.AWAITING_CONSENT: ((Consent(words="agree"), ANNE),),
    S.IMPLEMENTING: ((Work(phase=Phase.END, text="done"), None),),
    S.ON_HOLD: ((Resume(), None),),
    S.AWAITING_CONFIRMATION: (CONFIRMS,),
    S.CONFIRMED: (ARCHIVES,),
    S.CLOSED_UNCONFIRMED: (ARCHIVES,),
}
"""Whose turn it is in a status, and what brings the request nearer to its end."""

ASIDE: Mapping[Status, Acts] = {
    S.RECEIVED: ((Ask(questions=("where?",)), BART), (Take(), ELLE)),
    S.AWAITING_APPROVAL: (*DECIDED, (Assign(owner=ELLE), BART)),
    S.AWAITING_CONSENT: (
        (Consent(words="agree"), ANNE),
        (RefuseConsent(words="no"), ANNE),
        (RefuseConsent(words="later", other_time=True), ANNE),
    ),
    S.IMPLEMENTING: (
        (Ask(questions=("where?",)), None),
        (RecordTest(text="no smoke"), None),
        (Resolve(text="drum"), None),
    ),
    S.AWAITING_CONFIRMATION: (
        DENIES,
        (Close(why=CloseFor.UNCONFIRMED, reason="no answer"), ELLE),
        (NotePhoned(who="Anne", time_text="9:10", gist="works"), None),
        (NotePhoned(who="Anne", time_text="9:10", gist="works"), ELLE),
        (Doubt(words="but", line="but", reading="mixed", mixed=True), ANNE),
    ),
    S.CONFIRMED: (DENIES,),
    S.CLOSED_UNCONFIRMED: (DENIES,),
    S.ARCHIVED: (DENIES,),
}
