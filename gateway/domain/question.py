"""What a requester is asked to confirm, as a digest that the code is bound to (P5)."""

import hashlib

from gateway.domain.request import Request
from gateway.domain.settlement import Question


def question_of(request: Request) -> Question:
    """Name what C09 says was wrong, was done and is to be tried.

    Whoever confirms with a code confirms these words, and no others.
    """
    plan = request.repair.plan
    said = (
        request.subject,
        request.cause,
        request.solution,
        request.test_result,
        plan.tests if plan else "",
        request.requester,
        request.locale,
    )
    digest = hashlib.sha256("\0".join(said).encode("utf-8", "surrogateescape"))
    return Question(round=request.round, sha256=digest.hexdigest())


def digest_of(request: Request, round_: int) -> str:
    """The digest of that round's question; empty where none was asked."""
    asked = (q.sha256 for q in request.settlement.questions if q.round == round_)
    return next(asked, "")
