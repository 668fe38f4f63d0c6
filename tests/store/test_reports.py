"""What the operator sees of the store."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.effects import KeptFile
from gateway.domain.classification_commands import Note, Take
from gateway.domain.codes import NoticeCode
from gateway.domain.record import row_of
from gateway.domain.request import RequestNumber
from gateway.store import reports
from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.store.reports import ListedFile, ListedLetter, Shown
from tests.support.builders import ANNE, BART, MORNING, NUMBER, a_new_request
from tests.support.effects import (
    a_change,
    a_file,
    a_filing,
    a_letter,
    a_receipt,
    a_registration,
    numbered,
)


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Facts]:
    database = open_database(tmp_path / "gateway.db")
    yield Facts(database)
    database.close()


def test_a_request_is_shown_with_everything_that_belongs_to_it(facts: Facts) -> None:
    files: list[KeptFile] = [a_file(), a_file("x.exe", refused="wrong-type")]
    born = a_registration(letters=[a_letter()], files=files)
    taken = a_change(
        a_new_request(),
        Take(),
        BART,
        receipt=a_receipt("BEE", digest="b"),
        letters=[a_letter("<c04@example.com>", code=NoticeCode.ACCEPTED)],
    )
    assert taken.request is not None
    noted = a_change(
        taken.request, Note(text="odd"), BART, receipt=a_receipt("CAT", digest="c")
    )
    facts.commit([born, taken, noted])

    assert noted.request is not None
    events = (*born.events, *taken.events, *noted.events)
    assert reports.show(NUMBER) == Shown(
        request=noted.request,
        records=tuple(row_of(event, NUMBER) for event in events),
        files=(
            ListedFile(
                filename="smoke.jpg", size_bytes=9, sha256="f1" * 32, refused=None
            ),
            ListedFile(filename="x.exe", size_bytes=9, sha256="", refused="wrong-type"),
        ),
        letters=tuple(
            ListedLetter(
                code=code,
                recipient=ANNE,
                state="queued",
                subject="Re: The printer is on fire",
                created_at=MORNING,
                response="",
            )
            for code in ("C01", "C04")
        ),
    )


@pytest.mark.usefixtures("facts")
def test_a_request_that_is_not_there_is_not_shown() -> None:
    assert reports.show(RequestNumber("TS20261116999")) is None


def test_requests_are_listed_newest_first(facts: Facts) -> None:
    facts.commit(
        [
            a_registration(
                numbered(serial), receipt=a_receipt(f"Q{serial}", digest=f"{serial}")
            )
            for serial in (1, 2, 3)
        ]
    )
    listed = [one.number[-3:] for one in reports.requests(limit=2)]
    assert listed == ["003", "002"]
    assert [one.number[-3:] for one in reports.requests("received")] == [
        "003",
        "002",
        "001",
    ]
    assert list(reports.requests("archived")) == []


def test_the_ledger_names_every_message_and_what_became_of_it(facts: Facts) -> None:
    facts.commit([a_registration(), a_filing("BEE", digest="b", reason="bounce")])
    assert reports.receipts() == {"ANT": ("request", "new"), "BEE": ("filed", "bounce")}


def test_letters_are_summed_by_their_state(facts: Facts) -> None:
    letters = [
        a_letter("<a>"),
        a_letter("<b>"),
        replace(a_letter("<c>"), withheld=True),
    ]
    facts.commit([a_registration(letters=letters)])
    assert reports.letter_sums() == {"queued": 2, "withheld": 1}
