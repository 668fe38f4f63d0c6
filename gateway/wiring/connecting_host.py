"""``check --connect``: this host: its disk, our own doors, the programs beside us."""

import os
from collections.abc import Iterator
from pathlib import Path

from gateway.desk.ports import StoreUnavailable
from gateway.desk.ports_reading import ScannerUnavailable
from gateway.intake.doors import Address, CertificateRefused, DoorShut, knock
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings
from gateway.settings_schema import size
from gateway.store.postgres import PostgresIndex
from gateway.wiring import rooms
from gateway.wiring.rooms import Places
from gateway.wiring.tried import Tried, careful, certificate, fault, fine

FREE_FLOOR_BYTES = 1024 * 1024 * 1024
"""Less room than this on the disk of the state is worth a word."""
FREE_FLOOR_FILES = 10_000
"""The same, of files that may be made: each mail is one."""
RENEW = "renew smtp.certificate; the listener reads it anew by itself"
EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (not bound)
"""Where a listener on all addresses is found from here."""


def host(settings: Settings, where: Places) -> Iterator[Tried]:
    """Try all that is on this host, or beside it."""
    yield disk(where, size(settings.gateway.smtp.free_disk))
    yield from _listener(settings)
    yield from _lmtp(settings)
    yield from _scanner(settings)
    yield from _postgres(settings)


def disk(where: Places, limit_bytes: int) -> Tried:
    """``limit_bytes``: with less free the listener refuses all mail for a while."""
    what = f"disk of {where.root}"
    try:
        room = os.statvfs(where.root if where.root.exists() else where.root.parent)
    except OSError as error:
        return fault(what, str(error))
    free = room.f_bavail * room.f_frsize
    told = f"{free // 1024**2} MiB free"
    if free < limit_bytes:
        mend = "make room: all mail is refused for a while (452), see smtp.free-disk"
        return fault(what, told, mend)
    if free < FREE_FLOOR_BYTES:
        return careful(what, told, "make room: mail is refused when it is full")
    if room.f_files and room.f_favail < FREE_FLOOR_FILES:
        told = f"{told}; {room.f_favail} files may be made yet"
        return careful(what, told, "make room for files (inodes): each mail is one")
    return fine(what, told)


def _listener(settings: Settings) -> Iterator[Tried]:
    given = settings.gateway.smtp
    if not given.enabled:
        return
    at = f"{given.host}:{given.port}"
    own = Path(given.certificate) if given.certificate else None
    yield from _door(f"listener {at}", (_near(given.host), given.port), "EHLO", own)


def _lmtp(settings: Settings) -> Iterator[Tried]:
    given = settings.gateway.lmtp
    if not given.enabled:
        return
    if given.path:
        yield from _door(f"LMTP {given.path}", Path(given.path), "LHLO", None)
    else:
        at = f"{given.host}:{given.port}"
        yield from _door(f"LMTP {at}", (_near(given.host), given.port), "LHLO", None)


def _near(host: str) -> str:
    return EVERYWHERE.get(host, host)


def _door(what: str, address: Address, hello: str, own: Path | None) -> Iterator[Tried]:
    try:
        door = knock(address, hello=hello, certificate=own)
    except CertificateRefused as error:
        yield fault(f"certificate of {what}", str(error), RENEW)
        return
    except DoorShut as error:
        mend = (
            "start the gateway; while it runs: check host, port or path, a firewall, "
            "the certificate, and whether another program listens there"
        )
        yield careful(what, f"no answer: {error}", mend)
        return
    if own is not None and door.until is None:
        mend = "start the gateway anew, so that it reads smtp.certificate"
        yield fault(what, "answers without STARTTLS", mend)
        return
    yield fine(what, f"answers; offers {', '.join(sorted(door.offers)) or 'nothing'}")
    if door.until is not None:
        now = SystemClock().now()
        yield certificate(f"certificate of {what}", door.until, now, RENEW)


def _scanner(settings: Settings) -> Iterator[Tried]:
    scanner = rooms.scanner(settings)
    if scanner is None:
        return
    what = f"clamd {settings.gateway.attachments.clamd}"
    try:
        yield fine(what, scanner.version())
    except ScannerUnavailable as error:
        mend = "start clamd, or correct attachments.clamd: messages with files wait"
        yield fault(what, str(error), mend)


def _postgres(settings: Settings) -> Iterator[Tried]:
    conninfo = settings.gateway.knowledge.postgres
    if not conninfo:
        return
    what = "PostgreSQL of knowledge.postgres"
    try:
        yield fine(what, f"logged in; version {PostgresIndex(conninfo).version()}")
    except StoreUnavailable as error:
        mend = (
            "start PostgreSQL, or correct knowledge.postgres; until then the store's "
            "own index answers"
        )
        yield fault(what, _one_line(error), mend)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
