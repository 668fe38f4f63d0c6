"""The composition root, second half: the daemon and its worker, loop by loop.

One process takes mail in and sends letters out; desk workers are processes of their
own that share nothing with it but the spool and the store.
"""

import fcntl
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from gateway.desk.batch import Claim, Desk, count_try
from gateway.desk.delivering import Deliverer
from gateway.desk.periodic import PeriodicKeeper
from gateway.desk.returns import ReturnsKeeper
from gateway.desk.timekeeping import Timekeeper
from gateway.dispatch.journal import DeliveryJournal
from gateway.domain.people import address
from gateway.intake.imap import ImapIntake
from gateway.intake.smtp_policy import Settled
from gateway.mail.envelope import QueueId
from gateway.runtime.clock import SystemClock
from gateway.runtime.daemon import Daemon
from gateway.runtime.faults import fault_points
from gateway.runtime.loop import Loop
from gateway.runtime.supervisor import Supervisor
from gateway.runtime.timetable import Job, Timetable
from gateway.runtime.turn import turn
from gateway.runtime.worker import Reports, Worker, confine
from gateway.settings import Settings, SettingsError
from gateway.settings_schema import size, span
from gateway.spool.directory import DirectorySpool
from gateway.store.database import Database, connect_here
from gateway.store.facts import Facts
from gateway.store.feeding import Feeder
from gateway.store.outbox import LetterOutbox
from gateway.store.refused import StoredRefusals
from gateway.wiring import intake, knowledge, rooms, sealing
from gateway.wiring.periodics import periodics
from gateway.wiring.rooms import Places

DELIVERY_LOOK_SECONDS = 0.5
"""How long a deliverer that nobody wakes waits for letters that come due."""
FEED_SECONDS = 30
"""How often an index elsewhere is told what is new."""
TIMETABLE_LOOK_SECONDS = 0.5


class AlreadyRunning(Exception):
    """Another gateway works on this state."""


def open_log(settings: Settings) -> None:
    """One line an event on standard error; journald adds the time."""
    level = settings.gateway.server.log_level.upper()
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=level)
    for name in ("mail.log", "mail.error", "imapclient", "asyncio", "schedule"):
        logging.getLogger(name).setLevel(logging.WARNING)


def lock(where: Places) -> int:
    """Hold the state for this process alone, for as long as it lives."""
    descriptor = os.open(where.lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise AlreadyRunning(f"another gateway works in {where.root}") from error
    return descriptor


def daemon(settings: Settings, ready: Callable[[], None]) -> Daemon:
    """Put the daemon together. Raises SettingsError, AlreadyRunning, StoreUnavailable.

    Everything that can be wrong with the configuration is found here, before the
    first mail is.
    """
    where = rooms.places(settings)
    lock(where)
    sealing.clean(where.crypto)
    spool = rooms.spool(where)
    spool.recover()
    database = rooms.database(where)
    context = rooms.context(settings, where, Facts(database))
    faults = rooms.template_faults(settings)
    if faults:
        raise SettingsError(*faults)
    delivery = _delivery(settings, where, database)
    supervisor = _supervisor(settings, spool, delivery.wake)
    backlog = _Backlog(supervisor=supervisor, delivery=delivery)

    def accepted() -> None:
        backlog.accepted += 1
        supervisor.wake()

    ways_in = []
    if settings.gateway.smtp.enabled:
        ways_in.append(intake.smtp(settings, where, spool, accepted, backlog.count))
    if intake.takes_lmtp(settings):
        settled = _settled(spool, database)
        ways_in.append(intake.lmtp(settings, where, spool, accepted, settled))
    mailboxes = intake.mailboxes(settings, where, spool, accepted)
    feeder = knowledge.feeder(settings, Facts(database))
    returns = ReturnsKeeper(refusals=StoredRefusals(database), context=context)
    timetable = _timetable(settings, returns, delivery, mailboxes, feeder)
    clock_loop = Loop(
        name="timetable",
        step=timetable.step,
        interval_seconds=TIMETABLE_LOOK_SECONDS,
        prepare=lambda: _first_look(database, timetable),
        finish=database.close,
    )
    return Daemon(
        supervisor=supervisor,
        loops=(*delivery.loops, clock_loop),
        intakes=(*ways_in, *map(intake.of_mailbox, mailboxes)),
        ready=ready,
    )


def _settled(spool: DirectorySpool, database: Database) -> Callable[[QueueId], Settled]:
    """What became of a message; asked in a thread that has no connection of its own."""

    def ask(queue_id: QueueId) -> Settled:
        connect_here(database)
        try:
            if Facts(database).handled((queue_id,)):
                return Settled.RECORDED
        finally:
            database.close()
        return Settled.HELD if spool.is_held(queue_id) else Settled.NOT_YET

    return ask


@dataclass(slots=True)
class _Delivery:
    """The loops that deliver, one a connection; and how many letters each tried."""

    loops: list[Loop] = field(default_factory=list)
    tried: list[int] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.tried)

    def wake(self) -> None:
        for loop in self.loops:
            loop.wake()


@dataclass(slots=True, kw_only=True)
class _Backlog:
    """What has been taken in and is not answered yet, since this start."""

    supervisor: Supervisor
    delivery: _Delivery
    accepted: int = 0

    def count(self) -> int:
        unhandled = max(0, self.accepted - self.supervisor.handled)
        unsent = max(0, self.supervisor.letters - self.delivery.sent)
        return unhandled + unsent


def _delivery(settings: Settings, where: Places, database: Database) -> _Delivery:
    """As many loops as connections are configured, each with its own of everything."""
    outbox = LetterOutbox(database, rooms.retry_schedule(settings))
    _settle_what_was_sent(outbox, where)
    count = rooms.connections(settings)
    delivery = _Delivery(tried=[0] * count)
    for place in range(count):
        journal = DeliveryJournal(where.journal(place))
        courier = rooms.courier(settings, where)
        deliverer = Deliverer(
            outbox=outbox, courier=courier, journal=journal, clock=SystemClock()
        )
        loop = Loop(
            name=f"delivery-{place + 1}",
            step=partial(_deliver, delivery, place, deliverer),
            interval_seconds=DELIVERY_LOOK_SECONDS,
            prepare=outbox.connect,
            finish=partial(_close, courier.close, journal.close, database.close),
            silence_limit=rooms.letter_seconds(settings),
        )
        delivery.loops.append(loop)
    return delivery


def _deliver(delivery: _Delivery, place: int, deliverer: Deliverer) -> int:
    loop = delivery.loops[place]

    def stopping() -> bool:
        # Asked between two letters: each alone may take as long as the relay lets it.
        loop.show_life()
        return loop.stopping()

    tried = deliverer.deliver_due(stopping)
    delivery.tried[place] += tried
    return tried


def _close(*closing: Callable[[], object]) -> None:
    for close in closing:
        close()


def _settle_what_was_sent(outbox: LetterOutbox, where: Places) -> None:
    """What an earlier process delivered and could not settle; of all connections."""
    for path in where.journals():
        journal = DeliveryJournal(path)
        outbox.settle_sent(journal.unsettled(), SystemClock().now())
        journal.clear()
        journal.close()
    outbox.reclaim()


def _supervisor(
    settings: Settings, spool: DirectorySpool, on_letters: Callable[[], None]
) -> Supervisor:
    given = settings.gateway.desk
    policy = rooms.try_policy(settings)

    def command(slot: str, wake: int, reports: int) -> tuple[str, ...]:
        module = (sys.executable, "-m", "gateway", "desk-worker")
        return (*module, "--config", str(settings.file), slot, str(wake), str(reports))

    def lost(slot: str, in_hand: QueueId | None, cause: str) -> None:
        if in_hand is not None:
            tries = _tries(spool, in_hand)
            claim = Claim(claimant=slot, queue_id=in_hand, tries=tries)
            now = SystemClock().now()
            count_try(spool, claim, policy, cause=cause, now=now)
        spool.give_back(slot)

    return Supervisor(
        workers=given.workers or os.cpu_count() or 1,
        command=command,
        message_seconds=span(given.message_time).total_seconds(),
        on_letters=on_letters,
        on_lost=lost,
    )


def _tries(spool: DirectorySpool, queue_id: QueueId) -> int:
    queued = (one for one in spool.listing() if one.queue_id == queue_id)
    return next((one.tries for one in queued), 0)


def _timetable(
    settings: Settings,
    returns: ReturnsKeeper,
    delivery: _Delivery,
    mailboxes: tuple[ImapIntake, ...],
    feeder: Feeder | None,
) -> Timetable:
    context = returns.context
    keeper = Timekeeper(store=context.store, correspondence=context.correspondence)
    rounds = PeriodicKeeper(
        store=context.store,
        correspondence=context.correspondence,
        works=periodics(settings, context, mailboxes),
    )
    ourselves = address(settings.gateway.support.address)

    def look() -> None:
        if keeper.look(context.case(ourselves)):
            delivery.wake()

    def look_round() -> None:
        if rounds.look(context.case(ourselves)):
            delivery.wake()

    def look_back() -> None:
        if returns.look():
            delivery.wake()

    every = _whole(settings.targets.look)
    jobs = [
        Job(name="promises", every_seconds=every, act=look),
        Job(name="periodic", every_seconds=every, act=look_round),
        Job(name="returns", every_seconds=every, act=look_back),
    ]
    if feeder is not None:
        jobs.append(Job(name="search", every_seconds=FEED_SECONDS, act=feeder.look))
    jobs += [
        Job(name="mailbox", every_seconds=_whole(given.poll), act=mailbox.wake)
        for given, mailbox in zip(settings.gateway.imap, mailboxes, strict=True)
    ]
    return Timetable(jobs=jobs)


def _whole(text: str) -> int:
    return max(1, round(span(text) / timedelta(seconds=1)))


def _first_look(database: Database, timetable: Timetable) -> None:
    connect_here(database)
    timetable.run_all()


def worker(settings: Settings, slot: str, wake: int, reports: int) -> Worker:
    """Put a desk worker together, inside its own process."""
    given = settings.gateway.desk
    where = rooms.places(settings)
    spool = rooms.spool(where)
    report = Reports(descriptor=reports)
    desk = Desk(
        claimant=slot,
        spool=spool,
        context=rooms.context(settings, where, Facts(rooms.database(where))),
        policy=rooms.try_policy(settings),
        progress=report.in_hand,
        fault_at=fault_points(),
        large_turn=lambda: turn(where.turn),
    )
    confine(size(given.memory))
    return Worker(
        claimant=slot,
        spool=spool,
        handle_batch=desk.handle_batch,
        batch=given.batch,
        wake_descriptor=wake,
        reports=report,
    )
