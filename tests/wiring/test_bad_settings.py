"""Whatever is wrong with the configuration is told by file, key and reason."""

from pathlib import Path

import pytest

from gateway.mail.token import ALPHABET
from gateway.settings import Fault, SettingsError, load, secret
from gateway.wiring import rooms
from gateway.wiring.checking import faults
from gateway.wiring.values import rules
from tests.support.configuration import a_configuration

ADDRESS = "support.address"
HOST = "server.hostname"
DAYS = "letters.token-days"
AT_ONCE = "letters.connections"
AUTHSERV = "trust.authserv-id"
NAMES = "support.names[...]"
SHIFT = 'shifts = [{ hours = "9-18", duty = ["E001"] }]'
AWAY = 'absences = [{ who = "E001", first = 2026-12-02, last = 2026-12-01 }]'
ROUTE = '[groups]\n[[routes]]\ngroup = "net"\n'
PERSON = "people[0].address"
K1_STAGES = (
    'stages = ["5m call-backup", "10m call-supervisors", "15m missed", '
    '"20m call-everybody", "30m alarm"]'
)
K1, K2, STAGE = "clocks.K1", "clocks.K2", "clocks[...].stages[0]"


NO_COMPANY = "companies = []"


def company(line: str) -> str:
    return f'[[companies]]\nname = "Acme"\n{line}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "etc"


def found(config: Path) -> tuple[Fault, ...]:
    """Every fault, whether the files could not be read or the values not be made."""
    try:
        return faults(load(config))
    except SettingsError as error:
        return error.faults


def test_the_shipped_files_have_no_fault(folder: Path) -> None:
    assert found(a_configuration(folder)) == ()


@pytest.mark.parametrize(
    ("name", "change", "key", "reason"),
    [
        # What a file's shape says.
        ("gateway", ("port = 2525", "prot = 2525"), "smtp", "unknown field `prot`"),
        ("gateway", ("[desk]", "[desks]"), "-", "unknown field `desks`"),
        ("gateway", ("port = 2525", 'port = "2525"'), "smtp.port", "Expected `int`"),
        ("gateway", ("port = 2525", "port = 65536"), "smtp.port", "<= 65535"),
        ("gateway", ("port = 2525", "port = 0"), "smtp.port", ">= 1"),
        ("gateway", ('"60s"', '"60 s"'), "smtp.command-time", "write "),
        ("gateway", ('"60s"', '"1w"'), "smtp.command-time", "write "),
        ("gateway", ('"50MiB"', '"50MB"'), "smtp.message-size", "write "),
        ("gateway", ("tries = 3", "tries = 0"), "desk.tries", ">= 1"),
        ("gateway", ('"starttls"', '"ssl"'), "relay.security", "write "),
        ("gateway", ('"verify"', '"loose"'), "relay.trust", "write "),
        ("gateway", ("connections = 2", "connections = 0"), AT_ONCE, ">= 1"),
        ("gateway", ("connections = 2", "connections = 21"), AT_ONCE, "<= 20"),
        ("gateway", ('locale = "zh-CN"', 'locale = "zh"'), "support.locale", "write "),
        ("gateway", ("[server]", "[server"), "-", "line"),
        ("gateway", ('["?###"]', '["? ###"]'), "support.employee-numbers[0]", "write "),
        (
            "gateway",
            ("required-keywords = []", f'required-keywords = ["{"x" * 300}"]'),
            "knowledge.required-keywords[0]",
            "length <= 40",
        ),
        # What would otherwise be told by each letter, one held mail after the other.
        ("gateway", ('"support@example.com"', '"帮助@例子.公司"'), ADDRESS, "write "),
        ("gateway", ('"support@example.com"', '"s(x)@exa,m.com"'), ADDRESS, "write "),
        ("gateway", ('"Technical Support"', '"a\\nBcc: x"'), NAMES, "write "),
        ("gateway", ('hostname = "localhost"', 'hostname = "my host"'), HOST, "write "),
        ("gateway", ('"verp"', '"foo bar"'), "letters.return-path", "write "),
        ("gateway", ("threshold = 3.0", "threshold = 0"), "bounces.threshold", "> 0"),
        ("gateway", ("threshold = 3.0", "threshold = nan"), "bounces.threshold", "> 0"),
        ("gateway", ("hard = 1.0", "hard = -1"), "bounces.hard", ">= 0"),
        ("gateway", ("soft = 0.5", "soft = 1001"), "bounces.soft", "<= 1000"),
        (
            "gateway",
            ('after = "30d"', 'after = "30"'),
            "bounces.forget-after",
            "write ",
        ),
        ("gateway", ("token-days = 400", "token-days = 9999999"), DAYS, "<= 10000"),
        ("gateway", ('authserv-id = ""', 'authserv-id = " mx "'), AUTHSERV, "write "),
        ("gateway", ('"50MiB"', '"0B"'), "smtp.message-size", "write "),
        (
            "people",
            ("[confirmers]", '[confirmers]\n"VIP.qq.com" = ["a@vip.qq.com"]'),
            "confirmers",
            "public mail domain",
        ),
        (
            "people",
            ("[confirmers]", '[confirmers]\n"customer.example" = ["cris"]'),
            "confirmers[...][0]",
            "write ",
        ),
        ("people", ('address = "bart@', 'address = "bart,x@'), PERSON, "write "),
        ("people", ('role = "engineer"\n', ""), "people[0]", "field `role`"),
        ("people", ('triage = ["bart@', 'triages = ["bart@'), "-", "`triages`"),
        ("people", ("[[people]]", "[people]"), "-", ""),
        ("calendars/always", ("years = []", 'years = ["all"]'), "years[0]", "`int`"),
        ("routing", ("[groups]", "[groups]\nnet = []"), "groups[...]", "length >= 1"),
        ("routing", ("[groups]", '[groups]\nnet = ["E9"]'), "-", "groups.net: E9"),
        ("customers", (NO_COMPANY, company("x = 1")), "companies[0]", "field `x`"),
        (
            "customers",
            (NO_COMPANY, company('domains = ["qq.com"]')),
            "-",
            "number 1 (Acme): domains: qq.com is a public mail domain",
        ),
        (
            "customers",
            (NO_COMPANY, company('scene = "emergency"')),
            "-",
            "write customer or internal",
        ),
        (
            "customers",
            (NO_COMPANY, company('locale = "fr"')),
            "-",
            "locale: there is no 'fr'; write one of en, zh-CN",
        ),
        (
            "customers",
            (NO_COMPANY, company('domains = ["a.example", "A.example"]')),
            "-",
            "a.example is of Acme already",
        ),
        (
            "customers",
            (NO_COMPANY, company('contacts = [{ address = "bart@example.com" }]')),
            "-",
            "bart@example.com is among the people of people.toml",
        ),
        (
            "customers",
            (NO_COMPANY, company('contacts = [{ address = "anne" }]')),
            "companies[0].contacts[0].address",
            "write ",
        ),
        (
            "customers",
            (NO_COMPANY, company('confirmers = ["cris@a.example"]')),
            "-",
            "name one in domains",
        ),
        ("scenes", ("[internal]", "[inside]"), "-", "inside: there is no such scene"),
        (
            "scenes",
            ('"symptom", "occ', '"colour", "occ'),
            "-",
            "customer.needs: 'colour'",
        ),
        ("scenes", ('consent = "never"', 'consent = "no"'), "-", "internal.consent"),
        (
            "scenes",
            ("[customer]", "[customer]\nx = 1"),
            "customer",
            "unknown field `x`",
        ),
        (
            "targets",
            (
                '"10d missed"]\n[clocks.K7.for.internal',
                '"10d close-unconfirmed"]\n[clocks.K7.for.internal',
            ),
            "clocks.K7",
            "scene customer by silence",
        ),
        (
            "targets",
            ('"3d warn", "5d missed"', '"3d warn", "5d close-unconfirmed"'),
            "clocks.K7",
            "for.emergency: stages: close-unconfirmed would end",
        ),
        ("people", ("shifts = []", SHIFT), "roster", "shifts, number 1: hours: '9-18'"),
        ("people", ("absences = []", AWAY), "roster", "absences, number 1: last: is"),
        ("routing", ("[groups]", ROUTE), "-", "routes, number 1: group: there is no"),
        # What only the values can say.
        ("gateway", ('"Asia/Shanghai"', '"Mars/Base"'), "support.zone", "Mars/Base"),
        (
            "gateway",
            ('address = "support@', 'address = "ssssssssssssssssssssssssss@'),
            "support.address",
            "64 octets",
        ),
        (
            "people",
            ('triage = ["bart@example.com"', 'triage = ["nobody@example.com"'),
            "triage",
            "nobody@example.com is not among the people",
        ),
        ("people", ('duty = ["elle@', 'duty = ["E099@'), "roster.duty", "E099@example"),
        (
            "people",
            ('role = "supervisor"', 'role = "boss"'),
            "elle@example.com",
            "'boss' is not a valid Role",
        ),
        ("targets", (K1_STAGES, "stages = []"), K1, "from 1 to 20"),
        ("targets", (K1_STAGES, 'stages = ["5m warn", "5m warn"]'), K1, "must rise"),
        ("targets", (K1_STAGES, 'stages = ["9 warn"]'), STAGE, "write "),
        (
            "targets",
            (K1_STAGES, 'stages = ["5m shout"]'),
            K1,
            "K1 can do: alarm, call-backup",
        ),
        ("targets", ('"90% warn"', '"2d remind-to-confirm"'), K2, "K2 can do: missed"),
        (
            "targets",
            ('within = "1d"\nstages = ["-2h', 'within = "1d"\nstages = ["9%'),
            "clocks.K3",
            "a target in days has no shares",
        ),
        (
            "targets",
            ("[clocks.K2]", "[clocks.K9]"),
            "clocks.K9",
            "no such clock; known",
        ),
        ("targets", ("K7.for.internal", "K7.for.outside"), "clocks.K7", "for.outside"),
        ("commands", ("\n[take]", "\n[grab]"), "grab", "there is no such command"),
        ("commands", ('["take"]', '["note"]'), "-", "already means"),
        ("commands", ('trust = "T1"', 'trust = "T0"'), "-", "below T1"),
        ("phrases", ("[polite]", "[rude]"), "-", "[polite] is missing"),
        ("calendars/always", ('"00:00-24:00"', '"00:00-25:00"'), "-", "00:00-25:00"),
        (
            "calendars/always",
            ('zone = "UTC"', 'zone = "Mars"'),
            "-",
            "time zone 'Mars'",
        ),
    ],
)
def test_a_fault_is_told_by_file_key_and_reason(
    folder: Path, name: str, change: tuple[str, str], key: str, reason: str
) -> None:
    (fault,) = found(a_configuration(folder, **{name: change}))

    assert (fault.file, fault.key) == (str(folder / f"{name}.toml"), key)
    assert reason in fault.reason


def test_every_faulty_value_is_told_at_once(folder: Path) -> None:
    config = a_configuration(
        folder,
        gateway=('"Asia/Shanghai"', '"Mars/Base"'),
        people=('role = "supervisor"', 'role = "boss"'),
        commands=("\n[take]", "\n[grab]"),
    )
    keys = {fault.key for fault in found(config)}
    assert {"support.zone", "elle@example.com", "grab"} <= keys


@pytest.mark.parametrize("name", ["gateway.toml", "people.toml"])
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    config = a_configuration(folder)
    (folder / name).unlink()
    assert found(config) == (
        Fault(str(folder / name), "-", "No such file or directory"),
    )


def test_a_missing_calendar_is_told(folder: Path) -> None:
    config = a_configuration(
        folder, targets=('calendar = "always"', 'calendar = "moon"')
    )
    path = folder / "calendars/moon.toml"
    assert found(config) == (Fault(str(path), "-", "there is no such file"),)


def test_a_file_that_is_no_text_is_told(folder: Path) -> None:
    config = a_configuration(folder)
    (folder / "people.toml").write_bytes(b"\xff\xfe\x00")
    (fault,) = found(config)
    assert (fault.file, fault.key) == (str(folder / "people.toml"), "-")


def test_what_stands_not_beside_gateway_toml_is_taken_from_the_shipped_files(
    folder: Path,
) -> None:
    config = a_configuration(folder)
    for name in ("targets.toml", "commands.toml", "phrases.toml", "scenes.toml"):
        (folder / name).unlink()
    assert found(config) == ()


# --- secrets -----------------------------------------------------------------


def test_a_secret_that_the_world_may_read_is_refused(folder: Path) -> None:
    path = folder.parent / "secret"
    path.write_text("k7qm4p2x\n", encoding="utf-8")
    path.chmod(0o604)
    config = a_configuration(
        folder, gateway=('\nsecret-file = ""', f'\nsecret-file = "{path}"')
    )
    assert found(config) == (
        Fault(str(config), "trust.secret-file", f"{path} is open to the world"),
    )


def test_a_secret_that_is_not_there_is_told(folder: Path) -> None:
    config = a_configuration(
        folder, gateway=('\nsecret-file = ""', '\nsecret-file = "/nonexistent/secret"')
    )
    (fault,) = found(config)
    assert (fault.key, "No such file" in fault.reason) == ("trust.secret-file", True)


def test_an_empty_secret_is_refused(folder: Path) -> None:
    path = folder.parent / "secret"
    path.touch(mode=0o600)
    config = a_configuration(
        folder, gateway=('\nsecret-file = ""', f'\nsecret-file = "{path}"')
    )
    assert found(config) == (
        Fault(str(config), "trust.secret-file", "the file is empty"),
    )


def test_the_secret_before_lives_beside_the_new_one(folder: Path) -> None:
    path = folder.parent / "secret"
    path.write_text("lemon-tree\n+oil/lamp=\nforgotten\n", encoding="utf-8")
    path.chmod(0o600)
    config = a_configuration(
        folder, gateway=('\nsecret-file = ""', f'\nsecret-file = "{path}"')
    )
    settings = load(config)
    keys = rooms.keys(settings, rooms.places(settings))
    assert keys.secrets[keys.current] == b"lemon-tree"
    assert sorted(keys.secrets.values()) == [b"+oil/lamp=", b"lemon-tree"]
    # The id travels in an address whose look-alikes are folded.
    assert set(keys.secrets) <= set(ALPHABET)


def test_a_secret_is_read_without_its_line_end(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("a secret\n", encoding="utf-8")
    path.chmod(0o640)
    assert secret(str(path), "relay.password-file", tmp_path) == "a secret"


def test_who_may_confirm_for_a_company_is_known_by_its_domain(folder: Path) -> None:
    named = '[confirmers]\n"Customer.Example" = ["Cris@Customer.Example"]'
    config = a_configuration(folder, people=("[confirmers]", named))
    assert rules(load(config)).confirmers == {
        "customer.example": ("cris@customer.example",)
    }
