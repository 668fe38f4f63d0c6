"""What comes round is written once, and a fault in one work holds up no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.desk.periodic import Periodic, PeriodicKeeper
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, Owed, notice
from gateway.domain.notices import Notice
from gateway.domain.verification_details import Reopened
from tests.support.builders import BART, ELLE, a_new_request
from tests.support.desk import World


@dataclass(frozen=True)
class Daily:
    """A letter to Bart each day."""

    name: str = "daily"

    def due(self, case: Case) -> Sequence[str]:
        return (f"{self.name} {case.now:%Y-%m-%d}",)

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        detail = Reopened(words=key, raised=False)
        owed = Owed(NoticeCode.OUTCOME, BART, detail)
        return (notice(owed, a_new_request(), case),)


class Broken(Daily):
    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        raise ZeroDivisionError(key, case)


def look(world: World, *works: Periodic) -> int:
    keeper = PeriodicKeeper(
        store=world.facts,
        correspondence=world.context.correspondence,
        works=works,
    )
    return keeper.look(world.context.case(ELLE))


def test_an_occasion_takes_place_once(world: World) -> None:
    assert [look(world, Daily()), look(world, Daily())] == [1, 0]
    world.clock.advance(days=1)
    assert look(world, Daily()) == 1
    assert [letter.to for letter in world.letters()] == [BART, BART]


def test_a_work_that_fails_is_tried_again_and_holds_up_no_other(world: World) -> None:
    works = (Broken("other"), Daily())
    assert [look(world, *works), look(world, *works)] == [1, 0]
    assert not world.facts.took_place(f"other {world.clock.now():%Y-%m-%d}")
    assert look(world, Daily("other")) == 1
