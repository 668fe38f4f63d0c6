"""The files under config/ are the manual: every key, with the default that holds."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import msgspec.structs
import pytest

from gateway.domain.codes import Clock
from gateway.settings_files import PeopleFile, PersonEntry, RosterFile, TargetsFile
from gateway.settings_schema import Desk, GatewayFile, Imap, OAuth, Relay

CONFIG = Path(__file__).parents[2] / "config"


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONFIG / name).read_text(encoding="utf-8"))


def plain(value: msgspec.Struct) -> dict[str, Any]:
    """The value as TOML would hold it."""
    return dict(msgspec.json.decode(msgspec.json.encode(value)))


def test_gateway_toml_shows_every_key_with_its_default_and_no_other() -> None:
    defaults = plain(GatewayFile())
    samples = ("imap", "oauth", "fallback-relay")
    assert [defaults.pop(name) for name in samples] == [[], [], []]
    assert toml("gateway.toml") == defaults


@pytest.mark.parametrize(
    ("name", "kind"), [("imap", Imap), ("oauth", OAuth), ("fallback-relay", Relay)]
)
def test_each_sample_table_shows_every_key_with_its_default_and_no_other(
    name: str, kind: type[msgspec.Struct]
) -> None:
    lines = (CONFIG / "gateway.toml").read_text(encoding="utf-8").splitlines()
    first = lines.index(f"# [[{name}]]")
    last = next(n for n in range(first, len(lines)) if not lines[n].startswith("#"))
    sample = "\n".join(line.removeprefix("# ") for line in lines[first:last])
    (shown,) = tomllib.loads(sample)[name]

    # What everybody has to give has no default; the sample shows an example.
    fields = msgspec.structs.fields(kind)
    required = {f.encode_name: shown[f.encode_name] for f in fields if f.required}
    defaults = plain(msgspec.convert(required, kind))
    assert shown == defaults


def test_people_toml_shows_every_key_of_a_person_and_no_other() -> None:
    keys = set(plain(_person()))
    assert [set(entry) for entry in toml("people.toml")["people"]] == [keys] * 3


def test_people_toml_shows_every_table_and_no_other() -> None:
    shown = toml("people.toml")
    assert set(shown) == set(PeopleFile.__struct_encode_fields__)
    assert set(shown["roster"]) == set(RosterFile.__struct_encode_fields__)


def test_targets_toml_shows_every_key_with_its_default_and_no_other() -> None:
    shown = toml("targets.toml")
    clocks = shown.pop("clocks")
    defaults = plain(TargetsFile(clocks={}))
    assert defaults.pop("clocks") == {}
    assert shown == defaults
    assert set(clocks) == set(Clock)


def test_the_comments_of_targets_toml_name_the_targets_of_the_process() -> None:
    clocks = toml("targets.toml")["clocks"]
    assert {name: clock["within"] for name, clock in clocks.items()} == {
        "K1": "15m",
        "K2": "2h",
        "K3": "1d",
        "K4": "2h",
        "K5": "15m",
        "K6": "4h",
        "consent": "10d",
        "archive": "2d",
        "hold": "1s",
        "K7": "10d",
        "information": "5d",
        "judgement": "1h",
    }


@pytest.mark.parametrize("name", ["gateway.toml", "targets.toml"])
def test_every_key_stands_below_a_comment(name: str) -> None:
    """The comment may stand above a group of keys that belong together."""
    uncommented = []
    explained = False
    for line in (CONFIG / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("["):
            explained = explained and line.startswith("[")
        elif line.startswith("#"):
            explained = True
        elif "=" in line and not explained:
            uncommented.append(line)
    assert uncommented == []


def test_a_default_stays_within_the_limits_that_its_key_has() -> None:
    # A struct's own defaults are not checked when it is made without them.
    whole = plain(GatewayFile())
    assert msgspec.convert(whole, GatewayFile) == GatewayFile()
    assert Desk().workers == 0


def _person() -> PersonEntry:
    return PersonEntry(name="Anne", address="anne@example.com", role="engineer")
