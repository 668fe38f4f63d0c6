"""Notices become letters: subject, text and HTML from one template each.

One file a notice and locale, rendered by two environments that differ only in
escaping and layout. Templates are compiled once, at start; a fault in one is found
then. Values are never parsed as templates.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from gateway.dispatch.detail_forms import Sender
from gateway.dispatch.samples import sample
from gateway.dispatch.view import View, view
from gateway.dispatch.words import TemplateFault, Words, load_words
from gateway.dispatch.wrap import HASHES, SUBJECT_COLUMNS, columns, cut, fold, one_line
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.people import Locale

MARKER = "------ 请在此行以上回复 / Reply above this line ------"
"""The first line of every letter, in no locale: replies are cut at it."""
REQUIRED_BLOCKS = frozenset({"subject", "body"})
TITLE_MINIMUM_COLUMNS = 12
TEMPLATE_OF: Mapping[NoticeCode, str] = MappingProxyType(
    {
        NoticeCode.ACKNOWLEDGEMENT: "acknowledgement",
        NoticeCode.QUESTIONS: "questions",
        NoticeCode.QUESTIONS_AGAIN: "questions-again",
        NoticeCode.ACCEPTED: "accepted",
        NoticeCode.CALL_MISSED: "call-missed",
        NoticeCode.PROGRESS: "progress",
        NoticeCode.CONSENT_PLEASE: "consent-please",
        NoticeCode.WORK: "work-told",
        NoticeCode.REVIEW_MEETING: "review-meeting",
        NoticeCode.APPROVAL_PLEASE: "approval-please",
        NoticeCode.APPROVAL_RESULT: "approval-result",
        NoticeCode.APPROVAL_REMINDER: "approval-reminder",
        NoticeCode.CONSENT_RESULT: "consent-result",
        NoticeCode.VENDOR_QUERY: "vendor-query",
        NoticeCode.CONFIRM_PLEASE: "confirm-please",
        NoticeCode.CONFIRM_REMINDER: "confirm-reminder",
        NoticeCode.CLARIFY_PLEASE: "clarify-please",
        NoticeCode.RECEIPT: "confirmation-receipt",
        NoticeCode.REOPENED: "reopened",
        NoticeCode.ATTACHMENTS_REFUSED: "attachments-refused",
        NoticeCode.CLOSED_UNCONFIRMED: "closed-unconfirmed",
        NoticeCode.CONFIRMED_BY_OTHER: "confirmed-by-other",
        NoticeCode.IDENTITY_CHECK: "identity-check",
        NoticeCode.REGROUPED: "regrouped",
        NoticeCode.BLANK_FORM: "blank-form",
        NoticeCode.UNREADABLE: "unreadable",
        NoticeCode.MOVED_ON: "moved-on",
        NoticeCode.UNKNOWN_SENDER: "unknown-sender",
        NoticeCode.HUSHED: "hushed",
        NoticeCode.TO_ASSIGN: "to-assign",
        NoticeCode.URGENT_CALL: "urgent-call",
        NoticeCode.ASSIGNED: "assigned",
        NoticeCode.CUSTOMER_WROTE: "customer-wrote",
        NoticeCode.DEADLINE_WARNING: "deadline-warning",
        NoticeCode.DEADLINE_MISSED: "deadline-missed",
        NoticeCode.COMMAND_RESULTS: "command-results",
        NoticeCode.COMMANDS_REFUSED: "commands-refused",
        NoticeCode.TO_JUDGE: "to-judge",
        NoticeCode.OUTCOME: "outcome",
        NoticeCode.OWNER_AWAY: "owner-away",
        NoticeCode.UNDELIVERED: "undelivered",
        NoticeCode.TO_ARCHIVE: "archive-please",
        NoticeCode.DIGEST: "digest",
        NoticeCode.REVIEW: "review",
        NoticeCode.KNOWLEDGE: "knowledge",
        NoticeCode.ALARM: "alarm",
        NoticeCode.FINDINGS: "findings",
        NoticeCode.CODE_PLEASE: "code-please",
        NoticeCode.HELP: "help",
        NoticeCode.ANSWER: "answer",
    }
)

# Joiners that no client shows: they keep the body out of the preview line.
_FILLER = Markup("&#847;&zwnj;&nbsp;") * 12
_PARAGRAPH = '<p style="margin:0 0 16px">'
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_PARTS = (
    *("facts", "notes_table", "steps_table", "box", "quote", "results"),
    *("button", "buttons", "choices", "agenda"),
    *("table", "picture", "bars"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A letter's words: no bytes yet, no Message-ID."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: Template
    html: Template


class Renderer:
    """Knows all templates and all words; safe to call from several threads."""

    def __init__(
        self,
        *,
        template_dirs: Sequence[Path],
        zone: ZoneInfo,
        support_name: Mapping[Locale, str] | str,
    ) -> None:
        """Compile everything. The first folder that holds a file wins.

        Raises :class:`TemplateFault` where a file is missing or cannot be compiled.
        """
        self._support: Mapping[Locale, str] = (
            dict.fromkeys(Locale, support_name)
            if isinstance(support_name, str)
            else support_name
        )
        self._words: Mapping[Locale, Words] = {
            locale: load_words(template_dirs, locale, zone) for locale in Locale
        }
        self._templates: Mapping[tuple[Locale, NoticeCode], _Compiled] = {
            (locale, code): compiled
            for locale, words in self._words.items()
            for code, compiled in _compile_all(template_dirs, words)
        }

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        """The letter of a notice in its person's locale.

        ``reply_address`` is where buttons lead. Raises :class:`TemplateFault` where
        the template names what its notice has not; ``check`` finds that at start.
        """
        compiled = self._templates[notice.locale, notice.code]
        sender = Sender(
            support=self._support[notice.locale], reply_address=reply_address
        )
        try:
            told = view(notice, self._words[notice.locale], sender)
            return Rendered(
                subject=_subject(compiled.text, told),
                text=fold(compiled.text.render(told)),
                html=compiled.html.render(told),
            )
        except (TemplateError, TypeError, KeyError, ValueError) as error:
            name = compiled.text.name or str(notice.code)
            raise TemplateFault(name, str(error)) from error

    def check(self) -> tuple[TemplateFault, ...]:
        """Render every letter in every locale once; what could not be, and why."""
        faults: list[TemplateFault] = []
        for locale, code in self._templates:
            for notice in sample(code, locale):
                try:
                    self.render(notice, reply_address="support@example.com")
                except TemplateFault as fault:
                    faults.append(fault)
        return tuple(faults)


def _compile_all(
    template_dirs: Sequence[Path], words: Words
) -> Iterator[tuple[NoticeCode, _Compiled]]:
    text = _environment(template_dirs, words, form="txt")
    html = _environment(template_dirs, words, form="html")
    for code, stem in TEMPLATE_OF.items():
        name = f"{words.locale}/{stem}.j2"
        compiled = _Compiled(_compile(text, name), _compile(html, name))
        for block in REQUIRED_BLOCKS - compiled.text.blocks.keys():
            raise TemplateFault(name, f"has no block {block!r}")
        yield code, compiled


def _environment(
    template_dirs: Sequence[Path], words: Words, *, form: str
) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_dirs, encoding="utf-8"),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters["paragraphs"] = _paragraphs
    environment.filters["breaks"] = _breaks
    environment.globals.update(
        layout=f"layout/notice.{form}.j2",
        lang=str(words.locale),
        labels=words.tables["labels"],
        colon=words.tables["phrases"]["colon"],
        marker=MARKER,
        filler=_FILLER,
        hashes=HASHES,
    )
    # The blocks are known to every template, so that none has to import them.
    parts = _compile(environment, f"layout/parts.{form}.j2").module
    environment.globals.update({name: getattr(parts, name) for name in _PARTS})
    return environment


def _compile(environment: ImmutableSandboxedEnvironment, name: str) -> Template:
    try:
        return environment.get_template(name)
    except (TemplateError, OSError, ValueError) as error:
        raise TemplateFault(name, str(error)) from error


def _subject(template: Template, told: View) -> str:
    """One line of at most 80 columns; what is too long is the title, not our words."""
    subject = one_line(_block(template, "subject", told))
    beyond = columns(subject) - SUBJECT_COLUMNS
    if beyond <= 0:
        return subject
    title = str(told["title"])
    shorter = cut(title, max(columns(title) - beyond, TITLE_MINIMUM_COLUMNS))
    fitted = _block(template, "subject", {**told, "title": shorter})
    return cut(one_line(fitted), SUBJECT_COLUMNS)


def _block(template: Template, name: str, told: View) -> str:
    block: Callable[..., object] = template.blocks[name]
    context = template.new_context(dict(told))
    return "".join(str(piece) for piece in block(context))  # type: ignore[attr-defined]


def _paragraphs(body: str) -> Markup:
    """Blank lines part paragraphs; what begins with a tag is a block of its own."""
    chunks = (chunk.strip() for chunk in _BLANK_LINES.split(str(body)))
    return Markup("\n").join(_paragraph(chunk) for chunk in chunks if chunk)


def _paragraph(chunk: str) -> Markup:
    # Escaped already: the environment of the HTML form escapes every value.
    if chunk.startswith("<"):
        return Markup(chunk)  # noqa: S704 (see above)
    return Markup(_PARAGRAPH + chunk.replace("\n", "<br>") + "</p>")  # noqa: S704 (see above)


def _breaks(body: str) -> Markup:
    return Markup(str(body).strip().replace("\n", "<br>"))  # noqa: S704 (escaped already)
