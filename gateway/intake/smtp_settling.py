"""Waiting for the desk: a message is answered when its effects are committed.

The MTA before us keeps the message until it hears 250. Where that takes too long it
hears 451 and comes again; the second copy is found as seen, so that nothing is done
twice.
"""

import asyncio

from gateway.desk.ports import SpoolUnavailable, StoreUnavailable
from gateway.intake.smtp_policy import Settled
from gateway.intake.smtp_reception import Reception
from gateway.mail.envelope import QueueId

FIRST_LOOK_SECONDS = 0.01
LONGEST_WAIT_SECONDS = 0.2
"""Between two looks: each is twice as long as the one before it."""


async def settled(queue_id: QueueId, reception: Reception) -> str:
    """The reply once it is known what became of the message; 451 after the limit."""
    ask = reception.policy.settled
    if ask is None:
        return f"250 2.0.0 Queued as {queue_id}"
    ends = reception.loop.time() + reception.policy.settle_seconds
    wait = FIRST_LOOK_SECONDS
    while reception.loop.time() < ends and not reception.closing:
        match await _asked(queue_id, reception):
            case Settled.RECORDED:
                return f"250 2.0.0 Recorded as {queue_id}"
            case Settled.HELD:
                # A person sees to it; another copy would only be held as well.
                return f"250 2.0.0 Held for a person as {queue_id}"
            case Settled.NOT_YET:
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT_SECONDS)
    return f"451 4.3.0 {queue_id} is kept, not recorded yet; coming again does no harm"


async def _asked(queue_id: QueueId, reception: Reception) -> Settled:
    ask = reception.policy.settled
    if ask is None:
        return Settled.RECORDED
    try:
        return await reception.loop.run_in_executor(reception.executor, ask, queue_id)
    except (SpoolUnavailable, StoreUnavailable):
        return Settled.NOT_YET
