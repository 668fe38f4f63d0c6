"""The leaves of a message, sorted: what to read, and what to keep as files."""

from dataclasses import dataclass, field

from gateway.mail.message import Calendar
from gateway.mail.mime import Entity


@dataclass(slots=True)
class Slot:
    """One piece of the body in its forms; ``rich`` is plain text that had markup.

    ``parts`` are the entities that it was read from.
    """

    plain: str = ""
    html: str = ""
    rich: str = ""
    parts: tuple[Entity, ...] = ()


@dataclass(slots=True)
class Content:
    """The leaves of a message, sorted: what to read, and what to keep as files.

    ``spare`` are texts that nobody wrote (a calendar's facts, a report), ``wrapped``
    those that winmail.dat repeats; each is shown only where there is no other.
    """

    slots: list[Slot] = field(default_factory=list)
    files: list[Entity] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)
    wrapped: list[Slot] = field(default_factory=list)
    calendar: Calendar | None = None
    unreadable: str = ""

    def has_text(self) -> bool:
        """Whether one of the pieces holds words."""
        return any(
            slot.plain.strip() or slot.html.strip() or slot.rich.strip()
            for slot in self.slots
        )
