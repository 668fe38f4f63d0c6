"""Papers become pages: one template a paper and locale, rendered by jinja2.

Templates are compiled once, at start; a fault in one is found then. They see strings
and truths alone, each escaped where it is set; values are never parsed as templates.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateway.domain.people import Locale

View = Mapping[str, object]

_PARTS = ("value", "facts", "texts", "choice", "columns", "tests")


class PaperFault(Exception):
    """A template of a paper that cannot be used: which file, and why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class Paper(StrEnum):
    """The papers, by the names of their templates."""

    CERTIFICATE = "certificate"
    REGISTRATION = "registration-form"
    RECORD = "process-record"


class Pages:
    """Knows the templates of all papers."""

    def __init__(self, template_dirs: Sequence[Path]) -> None:
        """Compile everything; the first folder that holds a file wins.

        Raises :class:`PaperFault`.
        """
        environment = _environment(template_dirs)
        self._stamp = _compiled(environment, "papers/stamp.j2")
        self._templates = {
            (locale, paper): _compiled(environment, f"papers/{locale}/{paper}.j2")
            for locale in Locale
            for paper in Paper
        }

    def html(self, paper: Paper, locale: Locale, view: View) -> str:
        """Raises :class:`PaperFault` where a template names what its view has not."""
        return _rendered(self._templates[locale, paper], locale, view)

    def stamp(self, locale: Locale, view: View) -> str:
        return _rendered(self._stamp, locale, view)


def _environment(template_dirs: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_dirs, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters["css"] = _css
    parts = _compiled(environment, "papers/parts.j2").module
    environment.globals.update({name: getattr(parts, name) for name in _PARTS})
    return environment


def _compiled(environment: ImmutableSandboxedEnvironment, name: str) -> Template:
    try:
        return environment.get_template(name)
    except (TemplateError, OSError, ValueError) as error:
        raise PaperFault(name, str(error)) from error


def _rendered(template: Template, locale: Locale, view: View) -> str:
    try:
        return template.render({**view, "lang": str(locale)})
    except (TemplateError, TypeError, KeyError, ValueError) as error:
        raise PaperFault(template.name or "", str(error)) from error


def _css(text: str) -> str:
    r"""A value inside a CSS string: whatever could end it is written as an escape.

    CSS Syntax 3 §4.3.7: a backslash, hexadecimal digits, a blank.
    """
    plain = (
        one if one.isalnum() or one in " .@·-" else f"\\{ord(one):x} " for one in text
    )
    return "".join(plain)
