"""Budget and backlog: who waits, and for how long."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from gateway.desk.ports import StoreUnavailable
from gateway.intake.smtp_reception import Backlog, Budget


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Worker:
    """Holds so many octets of a budget until it is told to stop."""

    def __init__(self, budget: Budget, octets: int) -> None:
        self.inside = False
        self.done = asyncio.Event()
        self.task = asyncio.create_task(self._work(budget, octets))

    async def _work(self, budget: Budget, octets: int) -> None:
        async with budget.hold(octets):
            self.inside = True
            await self.done.wait()
        self.inside = False

    async def stop(self) -> None:
        self.done.set()
        await self.task
        await settle()


def test_who_does_not_fit_waits_in_line_and_nobody_is_refused() -> None:
    async def story() -> None:
        budget = Budget(10)
        workers = [Worker(budget, octets) for octets in (6, 6, 4)]
        await settle()
        # The third would fit, but the second was first.
        assert [w.inside for w in workers] == [True, False, False]
        await workers[0].stop()
        assert [w.inside for w in workers] == [False, True, True]
        await workers[1].stop()
        await workers[2].stop()

    asyncio.run(story())


def test_a_piece_greater_than_the_budget_waits_until_it_is_alone() -> None:
    async def story() -> None:
        budget = Budget(10)
        small, great = Worker(budget, 1), Worker(budget, 1000)
        await settle()
        assert (small.inside, great.inside) == (True, False)
        await small.stop()
        assert great.inside
        await great.stop()

    asyncio.run(story())


def test_who_leaves_the_line_makes_room_for_the_next() -> None:
    async def story() -> None:
        budget = Budget(10)
        workers = [Worker(budget, octets) for octets in (9, 9, 1)]
        await settle()
        workers[1].task.cancel()
        await settle()
        assert workers[2].inside
        # Let in and cancelled in the same turn: nothing stays held.
        await workers[2].stop()
        waiting = Worker(budget, 9)
        await settle()
        workers[0].done.set()
        await workers[0].task
        waiting.task.cancel()
        await settle()
        last = Worker(budget, 10)
        await settle()
        assert last.inside
        await last.stop()

    asyncio.run(story())


def test_a_backlog_is_waited_for_until_it_fell() -> None:
    values = iter([5, 4, 3])
    asked: list[int] = []

    def ask() -> int:
        asked.append(next(values))
        return asked[-1]

    async def story() -> None:
        with ThreadPoolExecutor(1) as threads:
            await Backlog(ask, threads).fallen(to=3, within_seconds=60)

    asyncio.run(story())
    assert asked == [5, 4, 3]


def test_a_backlog_that_does_not_fall_is_waited_for_only_so_long() -> None:
    async def story() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        with ThreadPoolExecutor(1) as threads:
            await Backlog(lambda: 9, threads).fallen(to=3, within_seconds=0.1)
        return loop.time() - began

    assert 0.1 <= asyncio.run(story()) < 1


def test_a_store_that_is_away_holds_nobody_up() -> None:
    def ask() -> int:
        raise StoreUnavailable("away")

    async def story() -> None:
        with ThreadPoolExecutor(1) as threads:
            backlog = Backlog(ask, threads)
            await asyncio.wait_for(backlog.fallen(to=0, within_seconds=60), 5)

    asyncio.run(story())
