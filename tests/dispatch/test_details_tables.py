"""The tables that the steps fill are whole."""

from gateway.dispatch.details import DETAILS
from gateway.dispatch.samples import DETAILS as SPECIMENS
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Detail


def test_every_kind_of_detail_has_its_words() -> None:
    assert set(DETAILS) == set(Detail.__args__)


def test_every_letter_has_its_specimen() -> None:
    assert set(SPECIMENS) == set(NoticeCode)
