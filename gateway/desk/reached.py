"""Who shows that mail reaches him: an address that writes, or that staff vouch for."""

from collections.abc import Iterator

from gateway.desk.context import Context
from gateway.desk.effects import Effects, Heard
from gateway.desk.identify import Speaker
from gateway.domain.bouncing import on_probation
from gateway.domain.returning_events import ContactChanged
from gateway.mail.authentication import Alignment


def heard(speaker: Speaker, effects: Effects, context: Context) -> Iterator[Heard]:
    """The sender, unless somebody else wrote in his name, and each new contact.

    That somebody writes does not prove that he can be written to: his score stays
    where one more letter that comes back closes the address again.
    """
    now = context.clock.now()
    if speaker.alignment is not Alignment.FAIL:
        points = on_probation(context.rules.bounces)
        yield Heard(address=speaker.address, at=now, points=points)
    for changed in effects.changes:
        for event in changed.events:
            if isinstance(event, ContactChanged):
                yield Heard(address=event.to, at=now, vouched=True)
