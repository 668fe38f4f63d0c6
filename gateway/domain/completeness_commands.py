"""What is asked for while a request is made complete."""

from dataclasses import dataclass, field

from gateway.domain.request import Form
from gateway.domain.submission_details import FileNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """#ask: a person's questions, one each."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A customer's words while questions are open, or that fill in the form.

    ``by_field`` and ``by_number`` are what was written behind our numbers: those that
    ask for a field, and a person's own. ``form`` holds labelled lines. ``call_me``:
    the requester would rather be called.
    """

    words: str
    form: Form = field(default_factory=Form)
    by_field: tuple[tuple[str, str], ...] = ()
    by_number: tuple[tuple[int, str], ...] = ()
    call_me: bool = False
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()
