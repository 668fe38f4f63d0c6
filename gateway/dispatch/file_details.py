"""What a template may say of files: kept, refused with what to do, or to beware of."""

from collections.abc import Sequence

from gateway.dispatch.foreign import FILENAME_COLUMNS, FILES_LIMIT
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.submission_details import FileMark, FileNote, RefusedFile

Row = tuple[str, str]
Note = tuple[str, str, bool]

RED = frozenset({FileMark.EXECUTABLE_INSIDE, FileMark.INFECTED})
"""Marks of a file that staff are warned of (D12)."""
URL_COLUMNS = 600


def megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**2:g} MB"


def refused(file: RefusedFile, words: Words) -> Row:
    size = f"{max(file.size_bytes, 0) / 1024**2:.1f} MB"
    limit = megabytes(file.limit_bytes)
    service = words.of("cloud", file.service or "other")
    why = words.of("refused_for", file.why).format(
        size=size, limit=limit, service=service
    )
    name = cut(one_line(file.filename), FILENAME_COLUMNS) or words.phrase("no_name")
    return (name, why + words.of("remedy", file.why))


def named(names: Sequence[str], words: Words) -> str:
    """The first names on one line, and how many more there are."""
    cutted = [cut(one_line(name), FILENAME_COLUMNS) for name in names[:FILES_LIMIT]]
    more = len(names) - FILES_LIMIT
    listed = words.phrase("comma").join(cutted)
    return listed + (words.phrase("more", count=more) if more > 0 else "")


def noted(notes: Sequence[FileNote], words: Words) -> tuple[Note, ...]:
    """Name, what to take care of, and whether that is told in red."""
    return tuple(
        (
            cut(one_line(note.filename), FILENAME_COLUMNS) or words.phrase("no_name"),
            words.phrase("semicolon").join(_mark(m, note, words) for m in note.marks),
            not RED.isdisjoint(note.marks),
        )
        for note in notes[:FILES_LIMIT]
    )


def _mark(mark: FileMark, note: FileNote, words: Words) -> str:
    until = words.phrase("expires", when=one_line(note.expires)) if note.expires else ""
    link = (
        words.of("cloud", note.service),
        one_line(note.size_text),
        until,
        cut(one_line(note.url), URL_COLUMNS),
    )
    linked = words.phrase("comma").join(part for part in link if part)
    detail = cut(one_line(note.signature), FILENAME_COLUMNS) or linked
    return words.of("file_mark", mark).format(detail=detail)
