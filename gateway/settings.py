"""The configuration: TOML files into frozen values; every fault says where it is.

Files are found at ``--config``, else /etc/ticket-gateway/gateway.toml, else the shipped
samples, with the state under ``./var``. The other files stand beside gateway.toml; what
is missing there is taken from the shipped ones, except the people file: nobody becomes
staff by default.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from gateway.settings_files import (
    CalendarFile,
    ClockTime,
    CommandsFile,
    CustomersFile,
    PeopleFile,
    PhrasesFile,
    RoutingFile,
    SceneFile,
    ScenesFile,
    StageText,
    TargetsFile,
    Within,
)
from gateway.settings_schema import (
    AddressText,
    FolderCommand,
    GatewayFile,
    HostName,
    LineEnds,
    LmtpMode,
    LocaleText,
    LogLevel,
    Mask,
    OAuthFlow,
    OctalMode,
    OneLine,
    OneLineOrNone,
    OneWord,
    OwnAddress,
    RelayTrust,
    ReturnPath,
    Security,
    Size,
    Span,
    SpanOrOff,
    Strangers,
)

SYSTEM_FILE = Path("/etc/ticket-gateway/gateway.toml")
FILE_NAME = "gateway.toml"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: a file, the key in it, the reason."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class SettingsError(Exception):
    """The configuration cannot be used (exit 78)."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All files as values, and where they came from."""

    file: Path
    folders: tuple[Path, ...]
    gateway: GatewayFile
    people: PeopleFile
    targets: TargetsFile
    calendars: Mapping[str, CalendarFile]
    commands: CommandsFile
    phrases: PhrasesFile
    routing: RoutingFile
    scenes: ScenesFile
    customers: CustomersFile

    @property
    def state(self) -> Path:
        """The state's folder; a relative one starts where the command was started."""
        return Path(self.gateway.server.state).absolute()

    @property
    def template_folders(self) -> tuple[Path, ...]:
        return (
            *(folder / "templates" for folder in self.folders[:-1]),
            shipped("templates"),
        )


def shipped(name: str) -> Path:
    """A folder that is shipped: inside the wheel, or beside the package."""
    inside = Path(str(files("gateway"))) / "_data" / name
    return inside if inside.is_dir() else Path(str(files("gateway"))).parent / name


def load(config: Path | None = None) -> Settings:
    """Read everything. Raises :class:`SettingsError` with every fault of a file."""
    default = SYSTEM_FILE if SYSTEM_FILE.exists() else shipped("config") / FILE_NAME
    file = (config or default).absolute()
    folders = tuple(dict.fromkeys((file.parent, shipped("config"))))
    targets = _targets(folders)
    gateway = _read(file, GatewayFile)
    if file == SYSTEM_FILE and not Path(gateway.server.state).is_absolute():
        reason = "must be an absolute path in the system's own file"
        raise SettingsError(Fault(str(file), "server.state", reason))
    return Settings(
        file=file,
        folders=folders,
        gateway=gateway,
        people=_read(file.parent / "people.toml", PeopleFile),
        targets=targets,
        calendars={
            name: _read(_beside(folders, f"calendars/{name}.toml"), CalendarFile)
            for name in sorted(_calendars(targets))
        },
        commands=_read(_beside(folders, "commands.toml"), CommandsFile),
        phrases=_read(_beside(folders, "phrases.toml"), PhrasesFile),
        routing=_read(_beside(folders, "routing.toml"), RoutingFile),
        scenes=_scenes(folders),
        customers=_customers(file.parent),
    )


def secret(path: str, key: str, file: Path) -> str:
    """Read a secret's file; it must not be readable by the world."""
    where = Path(path)
    try:
        if where.stat().st_mode & 0o007:
            raise SettingsError(Fault(str(file), key, f"{path} is open to the world"))
        return where.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(Fault(str(file), key, str(error))) from error


def _beside(folders: tuple[Path, ...], name: str) -> Path:
    found = next((f / name for f in folders if (f / name).is_file()), None)
    if found is None:
        raise SettingsError(Fault(str(folders[0] / name), "-", "there is no such file"))
    return found


def _targets(folders: tuple[Path, ...]) -> TargetsFile:
    """The operator's file; a clock that it leaves out is as shipped."""
    given = _read(_beside(folders, "targets.toml"), TargetsFile)
    default = _read(folders[-1] / "targets.toml", TargetsFile)
    return msgspec.structs.replace(given, clocks={**default.clocks, **given.clocks})


def _scenes(folders: tuple[Path, ...]) -> ScenesFile:
    """The operator's file; a key of a scene that it leaves out is as shipped."""
    file, default = _beside(folders, "scenes.toml"), folders[-1] / "scenes.toml"
    given, as_shipped = _toml(file), _toml(default)
    for name, table in given.items():
        _converted(file, table, SceneFile, name)
    merged = {
        name: {**as_shipped.get(name, {}), **given.get(name, {})}
        for name in {**as_shipped, **given}
    }
    return msgspec.convert(merged, ScenesFile)


def _customers(folder: Path) -> CustomersFile:
    """The operator's file; where there is none, nobody is known."""
    file = folder / "customers.toml"
    return _read(file, CustomersFile) if file.is_file() else CustomersFile()


def _calendars(targets: TargetsFile) -> set[str]:
    """The names of all calendars that something is counted by."""
    named = {
        calendar
        for clock in targets.clocks.values()
        for calendar in (
            clock.calendar,
            *(one.calendar for one in clock.variants.values()),
        )
        if calendar
    }
    return named | {targets.calendar} | {*targets.maintenance.values()}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(Fault(str(path), "-", reason)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(Fault(str(path), "-", str(error))) from error


def _read(path: Path, kind: type[T]) -> T:
    return _converted(path, _toml(path), kind)


def _converted(path: Path, value: object, kind: type[T], table: str = "") -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at ")
        key = ".".join(filter(None, (table, where.strip("`").removeprefix("$."))))
        fault = Fault(str(path), key.lstrip("$") or "-", _advised(reason))
        raise SettingsError(fault) from error


def _pattern(kind: object) -> str:
    """The pattern of an annotated text."""
    (meta,) = kind.__metadata__  # type: ignore[attr-defined]  # an Annotated
    return str(meta.pattern)


WRITE: Mapping[str, str] = MappingProxyType(
    {
        _pattern(kind): advice
        for kind, advice in (
            (Span, 'a span of time such as "90s", "15m", "2h" or "5d"'),
            (SpanOrOff, '"off" or a span of time such as "500ms" or "2s"'),
            (Size, 'a size such as "512KiB" or "10MiB"'),
            (AddressText, 'an address such as "anne@customer.example"'),
            (HostName, 'a host name or an IP address, such as "mail.example.com"'),
            (ReturnPath, '"verp", "null" or an address'),
            (OwnAddress, 'an address such as "support@example.com"'),
            (OneLine, "a line of up to 200 characters"),
            (OneLineOrNone, "a line of up to 200 characters, or nothing"),
            (Mask, 'a mask such as "?###": "#" a digit, "?" a letter'),
            (OneWord, "one word, without blanks"),
            (LocaleText, '"en" or "zh-CN"'),
            (LogLevel, '"info", "warning" or "error"'),
            (OctalMode, 'a mode in three octal digits, such as "660"'),
            (LmtpMode, '"spool" or "sync"'),
            (LineEnds, '"normalize" or "refuse"'),
            (OAuthFlow, '"device" or "client-credentials"'),
            (Security, '"none", "starttls" or "tls"'),
            (RelayTrust, '"verify", "dane" or "opportunistic"'),
            (FolderCommand, '"new", "junk" or a command such as "#assign @bob"'),
            (Strangers, '"accept" or "verify"'),
            (Within, 'a target such as "15m", "2h" or "5d"'),
            (ClockTime, 'a time of day such as "08:50", or nothing'),
            (
                StageText,
                'when and what, such as "60% warn", "5m call-backup", "3d missed"',
            ),
        )
    }
)
"""What to write where a text is not of its pattern: the words of ``check``."""


def _advised(reason: str) -> str:
    """A reason that says what to write, in place of a pattern."""
    for pattern, advice in WRITE.items():
        if reason.endswith(f"matching regex {pattern!r}"):
            return f"write {advice}"
    return reason
