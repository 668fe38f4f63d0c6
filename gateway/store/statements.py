"""Statements that every message costs: written once, then only bound.

peewee writes SQL anew each time that a query runs, and for the few statements of the
hot path that costs more than running them. What is here is plain SQL over the same
tables, with the columns' own conversions; it runs on peewee's connection, inside its
transactions. Everything else is asked through peewee.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from peewee import BooleanField, Field, Model, SqliteDatabase

from gateway.store.fields import MomentField


def insert(
    database: SqliteDatabase, table: type[Model], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Insert rows that name every column but an automatic key."""
    sql, fields = _insert_sql(table, database.param)
    for row in rows:
        run(database, sql, _bound(fields, row))


def update(
    database: SqliteDatabase, table: type[Model], row: Mapping[str, Any]
) -> None:
    """Set every column of the row that has this row's key."""
    sql, fields = _update_sql(table, database.param)
    run(database, sql, _bound(fields, row))


def replace(
    database: SqliteDatabase,
    table: type[Model],
    row: Mapping[str, Any],
    *,
    key: tuple[str, ...],
) -> None:
    """Insert a row, or set every column of the one that has this unique key."""
    sql, fields = _replace_sql(table, database.param, key)
    run(database, sql, _bound(fields, row))


def select(
    database: SqliteDatabase, sql: str, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """Run a query. ``{in}`` in it stands for as many places as there are values."""
    if "{in}" in sql:
        sql = sql.replace("{in}", ", ".join("?" for _ in values))
    return list(run(database, sql.replace("?", database.param), values))


def fetch(
    database: SqliteDatabase, table: type[Model], key: str
) -> dict[str, Any] | None:
    """The row with this key, by column name; None where there is none."""
    sql, fields = _fetch_sql(table, database.param)
    found = next(iter(run(database, sql, [key])), None)
    if found is None:
        return None
    return {
        field.name: field.python_value(value)  # type: ignore[no-untyped-call]  # untyped in the stubs
        for field, value in zip(fields, found, strict=True)
    }


def fetch_all(
    database: SqliteDatabase, table: type[Model], keys: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The rows with these keys, by column name, in the order of the key."""
    sql, fields = _fetch_sql(table, database.param)
    places = ", ".join(database.param for _ in keys)
    key = cast("Field", table._meta.primary_key).column_name  # noqa: SLF001 (as above)
    many = sql.replace(f"= {database.param}", f"IN ({places}) ORDER BY {key}")
    names = [field.name for field in fields]
    converted = [
        (field.name, field.python_value)
        for field in fields
        if isinstance(field, MomentField | BooleanField)
    ]
    for found in run(database, many, list(keys)):
        row = dict(zip(names, found, strict=True))
        for name, convert in converted:
            row[name] = convert(row[name])
        yield row


def run(
    database: SqliteDatabase, sql: str, values: Sequence[Any]
) -> Iterable[tuple[Any, ...]]:
    """Execute one statement; raises peewee's errors."""
    found = database.execute_sql(sql, values)  # type: ignore[no-untyped-call]  # untyped in the stubs
    return cast("Iterable[tuple[Any, ...]]", found)


def _bound(fields: Sequence[Field], row: Mapping[str, Any]) -> list[Any]:
    return [field.db_value(row[field.name]) for field in fields]  # type: ignore[no-untyped-call]  # untyped in the stubs


@cache
def _insert_sql(table: type[Model], place: str) -> tuple[str, tuple[Field, ...]]:
    meta = table._meta  # noqa: SLF001 (peewee's documented way to a table's columns)
    fields = tuple(f for f in meta.sorted_fields if not f.auto_increment)
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    places = ", ".join(place for _ in fields)
    sql = f'INSERT INTO "{meta.table_name}" ({columns}) VALUES ({places})'  # noqa: S608 (names of our own tables)
    return sql, fields


@cache
def _replace_sql(
    table: type[Model], place: str, key: tuple[str, ...]
) -> tuple[str, tuple[Field, ...]]:
    sql, fields = _insert_sql(table, place)
    kept = (field.column_name for field in fields if field.name not in key)
    columns = ", ".join(f'"{column}" = excluded."{column}"' for column in kept)
    names = ", ".join(f'"{name}"' for name in key)
    return f"{sql} ON CONFLICT ({names}) DO UPDATE SET {columns}", fields


@cache
def _fetch_sql(table: type[Model], place: str) -> tuple[str, tuple[Field, ...]]:
    meta = table._meta  # noqa: SLF001 (as above)
    fields = tuple(meta.sorted_fields)
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    key = cast("Field", meta.primary_key)
    where = f'"{key.column_name}" = {place}'
    sql = f'SELECT {columns} FROM "{meta.table_name}" WHERE {where}'  # noqa: S608 (as above)
    return sql, fields


@cache
def _update_sql(table: type[Model], place: str) -> tuple[str, tuple[Field, ...]]:
    meta = table._meta  # noqa: SLF001 (as above)
    key = cast("Field", meta.primary_key)
    fields = tuple(field for field in meta.sorted_fields if field is not key)
    columns = ", ".join(f'"{field.column_name}" = {place}' for field in fields)
    sql = (
        f'UPDATE "{meta.table_name}" SET {columns} WHERE "{key.column_name}" = {place}'  # noqa: S608 (as above)
    )
    return sql, (*fields, key)
