"""Two words of peewee that its type stubs do not know, said once."""

from typing import Any, cast

from peewee import ModelSelect, SqliteDatabase


def rows(query: "ModelSelect[Any]") -> list[tuple[Any, ...]]:
    """The rows of a query as plain tuples."""
    return cast("list[tuple[Any, ...]]", list(query.tuples()))


def columns(query: "ModelSelect[Any]") -> list[dict[str, Any]]:
    """The rows of a query as columns by name."""
    return cast("list[dict[str, Any]]", list(query.dicts()))


def synchronous(database: SqliteDatabase, mode: str) -> None:
    """Set how far this connection's commits reach before they return."""
    database.execute_sql(f"PRAGMA synchronous={mode}")  # type: ignore[no-untyped-call]  # untyped in the stubs
