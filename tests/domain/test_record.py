"""The process record: what an auditor reads of each event."""

import pytest

from gateway.domain.classification_events import Assigned, Called, PriorityChanged
from gateway.domain.codes import NoticeCode
from gateway.domain.completeness_events import (
    Checked,
    ClosedForLack,
    QuestionsAsked,
    Supplied,
)
from gateway.domain.diagnosis_events import CauseFound
from gateway.domain.events import FORMS, Event
from gateway.domain.export_events import Exported
from gateway.domain.knowledge_events import ArticleAct, ArticleWritten
from gateway.domain.merging_events import MergedInto
from gateway.domain.people import SYSTEM
from gateway.domain.record import RecordRow, row_of
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import CauseKind, Form, Priority, RequestNumber, Stage
from gateway.domain.sending_events import Resent
from gateway.domain.solution_events import Fixed
from gateway.domain.submission_events import (
    Corresponded,
    Registered,
    Remarked,
    SubmittedOnBehalf,
)
from gateway.domain.triage import Question
from gateway.domain.verification_events import Confirmed, Disputed, Resolved, Tested
from tests.domain import (
    rows_archiving,
    rows_classification,
    rows_holding,
    rows_solution,
    rows_verification,
)
from tests.support.builders import (
    ANNE,
    BART,
    DAVE,
    MORNING,
    NUMBER,
    a_new_request,
    an_article,
    an_evidence,
)

QUESTION = Question(number=1, field="impact")
ROWS = [
    (
        Registered(by=ANNE, at=MORNING, request=a_new_request()),
        (Stage.FIRST_RESPONSE, "", "The printer is on fire", "", True),
    ),
    (
        Corresponded(by=ANNE, at=MORNING, words="Well?", internal=False),
        (Stage.FIRST_RESPONSE, "", "Well?", "", True),
    ),
    (
        Corresponded(by=BART, at=MORNING, words="Odd.", internal=True),
        (Stage.FIRST_RESPONSE, "", "Odd.", "", False),
    ),
    (
        Assigned(by=BART, at=MORNING, owner=DAVE, reason="knows it"),
        (Stage.FIRST_RESPONSE, "", DAVE, "knows it", True),
    ),
    (
        Called(by=BART, at=MORNING, connected=True, gist="smoke", time_text="9:45"),
        (Stage.FIRST_RESPONSE, "9:45", "smoke", "", True),
    ),
    (
        Called(by=BART, at=MORNING, connected=False, gist=""),
        (Stage.FIRST_RESPONSE, "", "", "missed", True),
    ),
    (
        Checked(by=SYSTEM, at=MORNING, missing=("impact",)),
        (Stage.FIRST_RESPONSE, "", "complete", "impact", False),
    ),
    (
        QuestionsAsked(by=BART, at=MORNING, questions=(QUESTION,)),
        (Stage.FIRST_RESPONSE, "", "1. impact", "", True),
    ),
    (
        Supplied(by=ANNE, at=MORNING, words="All.", form=Form(), subject="x"),
        (Stage.FIRST_RESPONSE, "", "All.", "", True),
    ),
    (
        ClosedForLack(by=SYSTEM, at=MORNING, missing=("impact",)),
        (Stage.FIRST_RESPONSE, "", "closed-unconfirmed", "impact", True),
    ),
    (
        PriorityChanged(
            by=BART,
            at=MORNING,
            priority=Priority.HIGH,
            escalation_level=1,
            reason="board",
        ),
        (Stage.FIRST_RESPONSE, "", "high", "board", True),
    ),
    (
        CauseFound(
            by=BART,
            at=MORNING,
            kind=CauseKind.EXTERNAL,
            text="bad paper",
            time_text="10:20-11:30",
        ),
        (Stage.DIAGNOSIS, "10:20-11:30", "bad paper", "external", True),
    ),
    (
        CauseFound(by=BART, at=MORNING, kind=None, text="toner"),
        (Stage.DIAGNOSIS, "", "toner", "", True),
    ),
    (
        Fixed(by=BART, at=MORNING, text="drum", consent="Anne", time_text="11:30"),
        (Stage.IMPLEMENTATION, "11:30", "drum", "Anne", True),
    ),
    (
        Tested(by=BART, at=MORNING, text="no smoke"),
        (Stage.VERIFICATION, "", "no smoke", "", True),
    ),
    (
        Resolved(by=BART, at=MORNING, text="done", workaround=False),
        (Stage.VERIFICATION, "", "done", "", True),
    ),
    (
        Resolved(by=BART, at=MORNING, text="tray 1", workaround=True),
        (Stage.VERIFICATION, "", "tray 1", "workaround", True),
    ),
    (
        Confirmed(by=ANNE, at=MORNING, words="fixed", evidence=an_evidence()),
        (Stage.VERIFICATION, "", "fixed", "A", True),
    ),
    (
        Disputed(
            by=ANNE,
            at=MORNING,
            words="smoke again",
            priority=Priority.HIGH,
            escalation_level=0,
        ),
        (Stage.REDIAGNOSIS, "", "smoke again", "", True),
    ),
    (
        SubmittedOnBehalf(
            by=BART,
            at=MORNING,
            requester=ANNE,
            sent="Monday, 9:00",
            message_id="<ant@customer.example>",
        ),
        (
            Stage.FIRST_RESPONSE,
            "",
            ANNE,
            "Monday, 9:00 <ant@customer.example>",
            False,
        ),
    ),
    (
        ArticleWritten(
            by=BART, at=MORNING, act=ArticleAct.DRAFTED, article=an_article()
        ),
        (Stage.ARCHIVING, "", "KB-0001 v1 drafted: Smoke comes out", "", False),
    ),
    (
        Remarked(
            by=ANNE,
            at=MORNING,
            remarks=(
                Remark(RemarkKind.MERGED, "TS20261116009"),
                Remark(RemarkKind.OTHER_SUBJECT, "The safe"),
            ),
        ),
        (
            Stage.FIRST_RESPONSE,
            "",
            "merged: TS20261116009; other-subject: The safe",
            "",
            False,
        ),
    ),
    (
        MergedInto(by=BART, at=MORNING, other=RequestNumber("TS20261116009")),
        (Stage.ARCHIVING, "", "TS20261116009", "", True),
    ),
    *rows_archiving.ROWS,
    *rows_classification.ROWS,
    *rows_holding.ROWS,
    *rows_solution.ROWS,
    (Exported(by=BART, at=MORNING), (Stage.ARCHIVING, "", "", "", False)),
    (
        Resent(by=BART, at=MORNING, code=NoticeCode.CONFIRM_PLEASE, to=ANNE),
        (Stage.FIRST_RESPONSE, "", "C09", ANNE, False),
    ),
    *rows_verification.ROWS,
]


@pytest.mark.parametrize(
    ("event", "row"), ROWS, ids=[type(event).__name__ for event, _ in ROWS]
)
def test_an_event_is_one_row_in_plain_words(
    event: Event, row: tuple[Stage, str, str, str, bool]
) -> None:
    stage, time_text, action, remark, visible = row
    assert row_of(event, NUMBER) == RecordRow(
        number=NUMBER,
        stage=stage,
        actor=event.by,
        at=MORNING,
        time_text=time_text,
        kind=type(event).__name__,
        action=action,
        remark=remark,
        visible=visible,
    )


def test_every_event_has_its_stage_and_its_row_above() -> None:
    kinds = set(Event.__args__)
    assert kinds == set(FORMS) == {type(event) for event, _ in ROWS}
