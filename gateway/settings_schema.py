"""The shape of gateway.toml: every key, its type and its default.

The files under config/ show the same keys with units and meanings; a test holds the
two together. Spans are written ``90s``, ``15m``, ``2h``, ``5d``; sizes ``10MiB``.
"""

import re
from datetime import timedelta
from typing import Annotated

import msgspec

from gateway.domain.keywords import KEYWORD_LIMIT_CHARS
from gateway.domain.public_domains import PUBLIC_DOMAINS

Span = Annotated[str, msgspec.Meta(pattern=r"^[1-9]\d{0,5}(ms|s|m|h|d)$")]
SpanOrOff = Annotated[str, msgspec.Meta(pattern=r"^(off|[1-9]\d{0,5}(ms|s|m|h|d))$")]
Size = Annotated[str, msgspec.Meta(pattern=r"^[1-9]\d{0,11}(B|KiB|MiB|GiB)?$")]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Natural = Annotated[int, msgspec.Meta(ge=0)]
Connections = Annotated[int, msgspec.Meta(ge=1, le=20)]
"""Postfix's default_destination_concurrency_limit is as much."""
_PART = r"[^@\s+<>()\[\]:;,\\\"\x00-\x1f\x7f-\x9f]+"
AddressText = Annotated[str, msgspec.Meta(pattern=rf"^{_PART}@{_PART}$")]
_ATOM = r"[A-Za-z0-9!#$%&'*/=?^_`{|}~.-]+"
OwnAddress = Annotated[
    str, msgspec.Meta(pattern=rf"^{_ATOM}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$")
]
"""An address that letters bear, and Message-IDs, which are ASCII (RFC 5322 §3.6.4): a
domain of other letters is written in its xn-- form."""
HostName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9\[][A-Za-z0-9.:\]_-]*$")]
ReturnPath = Annotated[str, msgspec.Meta(pattern=rf"^(?:verp|null|{_ATOM}@{_ATOM})$")]
OneLine = Annotated[
    str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,200}$")
]
OneLineOrNone = Annotated[
    str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]{0,200}$")
]
OneWord = Annotated[str, msgspec.Meta(pattern=r"^\S*$")]
Points = Annotated[float, msgspec.Meta(ge=0, le=1000)]
Threshold = Annotated[float, msgspec.Meta(gt=0, le=1000)]
TokenDays = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
"""A token counts its days from 2020 in three characters: enough until 2109."""
Mask = Annotated[str, msgspec.Meta(pattern=r"^\S{1,40}$")]
Keyword = Annotated[OneLine, msgspec.Meta(min_length=1, max_length=KEYWORD_LIMIT_CHARS)]
LocaleText = Annotated[str, msgspec.Meta(pattern="^(en|zh-CN)$")]
LogLevel = Annotated[str, msgspec.Meta(pattern="^(info|warning|error)$")]
Strangers = Annotated[str, msgspec.Meta(pattern=r"^(accept|verify)$")]
OctalMode = Annotated[str, msgspec.Meta(pattern=r"^[0-7]{3}$")]
OAuthFlow = Annotated[str, msgspec.Meta(pattern=r"^(device|client-credentials)$")]
LmtpMode = Annotated[str, msgspec.Meta(pattern=r"^(spool|sync)$")]
LineEnds = Annotated[str, msgspec.Meta(pattern=r"^(normalize|refuse)$")]
Security = Annotated[str, msgspec.Meta(pattern=r"^(none|starttls|tls)$")]
RelayTrust = Annotated[str, msgspec.Meta(pattern=r"^(verify|dane|opportunistic)$")]
FolderCommand = Annotated[str, msgspec.Meta(pattern=r"^(new|junk|[#＃].{1,198})$")]

_SPANS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZES = {"": 1, "B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


def span(text: str) -> timedelta:
    """A span of time from its text."""
    number, unit = _split(text)
    return timedelta(seconds=number * _SPANS[unit])


def span_or_off(text: str) -> timedelta:
    """A span of time from its text; none at all where it is ``off``."""
    return timedelta() if text == "off" else span(text)


def size(text: str) -> int:
    """A size in bytes from its text."""
    number, unit = _split(text)
    return number * _SIZES[unit]


def _split(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d+)([A-Za-z]*)", text)
    if found is None:
        raise ValueError(f"{text!r} is no number with a unit")
    return int(found[1]), found[2]


class SettingsFile(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """An unknown key is a fault: a misspelt limit must not pass for a set one."""


class Server(SettingsFile, frozen=True, rename="kebab"):
    hostname: HostName = "localhost"
    state: str = "var"
    log_level: LogLevel = "info"


class Support(SettingsFile, frozen=True, rename="kebab"):
    address: OwnAddress = "support@example.com"
    aliases: tuple[AddressText, ...] = ()
    names: dict[str, OneLine] = msgspec.field(
        default_factory=lambda: {"en": "Technical Support", "zh-CN": "技术支持中心"}
    )
    zone: str = "Asia/Shanghai"
    locale: LocaleText = "zh-CN"
    phone: OneLineOrNone = ""
    internal_domains: tuple[str, ...] = ()
    employee_numbers: tuple[Mask, ...] = ("?###",)
    public_domains: tuple[str, ...] = PUBLIC_DOMAINS


class Smtp(SettingsFile, frozen=True, rename="kebab"):
    enabled: bool = True
    host: str = "127.0.0.1"
    port: Port = 2525
    sessions: Count = 200
    sessions_per_address: Count = 50
    recipients: Count = 100
    message_size: Size = "50MiB"
    line_length: Count = 65536
    bytes_in_flight: Size = "64MiB"
    command_time: Span = "60s"
    data_time: Span = "10m"
    backlog: Count = 100
    backlog_wait: Span = "2s"
    mails_per_minute: Count = 120
    recipients_per_minute: Count = 600
    unknown_recipients: Count = 10
    soft_errors: Count = 10
    tarpit: SpanOrOff = "1s"
    greet_pause: SpanOrOff = "off"
    free_disk: Size = "200MiB"
    certificate: str = ""
    key: str = ""
    logins_file: str = ""
    proxies: tuple[str, ...] = ()


class Lmtp(SettingsFile, frozen=True, rename="kebab"):
    enabled: bool = False
    path: str = ""
    socket_mode: OctalMode = "660"
    socket_user: OneWord = ""
    socket_group: OneWord = ""
    host: str = "127.0.0.1"
    port: Port = 2424
    mode: LmtpMode = "spool"
    sync_time: Span = "30s"
    line_ends: LineEnds = "normalize"
    sessions: Count = 100
    recipients: Count = 1000


class Imap(SettingsFile, frozen=True, rename="kebab"):
    host: str
    user: str
    password_file: str = ""
    oauth: str = ""
    port: Port = 993
    security: Security = "tls"
    folder: str = "INBOX"
    processed: str = "Processed"
    held: str = "Held"
    poll: Span = "60s"
    idle: bool = True
    folders: dict[OneLine, FolderCommand] = {}
    folders_by: str = ""
    ca_file: str = ""


class OAuth(SettingsFile, frozen=True, rename="kebab"):
    name: OneWord
    flow: OAuthFlow
    token_endpoint: str
    client_id: str
    device_endpoint: str = ""
    client_secret_file: str = ""
    scope: str = ""
    ca_file: str = ""


class Relay(SettingsFile, frozen=True, rename="kebab"):
    host: str = ""
    port: Port = 25
    security: Security = "starttls"
    trust: RelayTrust = "verify"
    user: str = ""
    password_file: str = ""
    oauth: str = ""
    timeout: Span = "30s"
    ca_file: str = ""


class Dkim(SettingsFile, frozen=True, rename="kebab"):
    domain: str = ""
    selector: str = "support"
    key_file: str = ""


class Desk(SettingsFile, frozen=True, rename="kebab"):
    workers: Natural = 0
    batch: Count = 16
    memory: Size = "1GiB"
    message_time: Span = "60s"
    tries: Count = 3
    waits: Annotated[tuple[Span, ...], msgspec.Meta(min_length=1)] = ("10s", "60s")
    repeats: Natural = 3


class Letters(SettingsFile, frozen=True, rename="kebab"):
    per_hour: Count = 4
    per_day: Count = 10
    waiting: Natural = 10
    return_path: ReturnPath = "verp"
    token_days: TokenDays = 400
    retry_first: Span = "1m"
    retry_longest: Span = "1h"
    give_up: Span = "5d"
    connections: Connections = 2


class Bounces(SettingsFile, frozen=True, rename="kebab"):
    hard: Points = 1.0
    soft: Points = 0.5
    threshold: Threshold = 3.0
    forget_after: Span = "30d"


class Attachments(SettingsFile, frozen=True, rename="kebab"):
    size: Size = "10MiB"
    count: Count = 20
    convert_pictures: bool = True
    repeated: Count = 2
    clamd: OneWord = ""
    clamd_time: Span = "20s"


class Trust(SettingsFile, frozen=True, rename="kebab"):
    authserv_id: OneWord = ""
    border: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    secret_file: str = ""
    code_valid: Span = "24h"
    dkim: bool = True
    dns_servers: tuple[OneWord, ...] = ()
    dns_time: Span = "3s"


class Crypto(SettingsFile, frozen=True, rename="kebab"):
    time: Span = "10s"
    smime_ca: str = ""
    pinned: str = ""
    smime_keys: str = ""
    openpgp_keyring: str = ""
    openpgp_secret_keys: str = ""
    openpgp_passphrase_file: str = ""
    show_decrypted: bool = True


class Papers(SettingsFile, frozen=True, rename="kebab"):
    certificate: str = ""
    passphrase_file: str = ""
    time: Span = "20s"
    export_size: Size = "20MiB"


class Knowledge(SettingsFile, frozen=True, rename="kebab"):
    keywords: tuple[Keyword, ...] = ()
    required_keywords: tuple[Keyword, ...] = ()
    review_days: Count = 180
    manual: bool = True
    postgres: str = ""


class GatewayFile(SettingsFile, frozen=True, rename="kebab"):
    server: Server = Server()
    support: Support = Support()
    smtp: Smtp = Smtp()
    lmtp: Lmtp = Lmtp()
    imap: tuple[Imap, ...] = ()
    oauth: tuple[OAuth, ...] = ()
    relay: Relay = Relay()
    fallback_relay: tuple[Relay, ...] = ()
    dkim: Dkim = Dkim()
    desk: Desk = Desk()
    letters: Letters = Letters()
    bounces: Bounces = Bounces()
    attachments: Attachments = Attachments()
    trust: Trust = Trust()
    crypto: Crypto = Crypto()
    knowledge: Knowledge = Knowledge()
    papers: Papers = Papers()
