"""OpenPGP by ``gpgv`` (signatures) and ``gpg`` (decryption).

Rule: only the lines of the status descriptor count, never what is said to people. The
keys are those that the operator put into the files: each of them is trusted by hand,
keys that come with a mail are not looked at, and nothing is fetched. Secret keys live
for one call in a folder of our own, with an agent that ends with the call.
STANDARDS: RFC 9580 (OpenPGP), RFC 3156 (PGP/MIME), GnuPG's doc/DETAILS (status lines).
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gateway.crypto.program import Argument, Bounds, Ran, Slot, run
from gateway.mail.armor import clear_text
from gateway.mail.message import Signature, SignatureMethod, SignatureResult
from gateway.mail.opening import DAMAGED, UNREADABLE, Opened
from gateway.mail.transfer import decode_base64

ADDRESSES_LIMIT = 16
"""Addresses of one key that are told."""
SOCKET_PATH_CHARS = 70
"""A folder with a longer name cannot hold the agent's socket (unix(7): 108)."""

_STATUS = "[GNUPG:] "
_RESULTS = {
    "GOODSIG": SignatureResult.VALID,
    "EXPSIG": SignatureResult.EXPIRED,
    "EXPKEYSIG": SignatureResult.EXPIRED,
    "REVKEYSIG": SignatureResult.REVOKED,
    "BADSIG": SignatureResult.INVALID,
}
_REASONS = {
    "EXPSIG": "the signature has expired",
    "EXPKEYSIG": "the key has expired",
    "REVKEYSIG": "the key is revoked",
    "BADSIG": "the content is not what was signed",
}
_NO_KEY = "9"
_ADDRESS = re.compile(r"([^\s@<>()]{1,64}@[^\s@<>()]{1,253})>?$")
_ARMOR = re.compile(
    rb"-----BEGIN PGP [A-Z ]+-----.*?\r?\n\r?\n(.*?)(?:\r?\n=|\r?\n-----END)", re.DOTALL
)
_BEGIN_SIGNATURE = b"-----BEGIN PGP SIGNATURE-----"
_BARE_LF = re.compile(rb"(?<!\r)\n")
_QUIET = ("--batch", "--no-tty", "--no-options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Where each is; empty where it is not installed."""

    gpgv: str = ""
    gpg: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The operator's files: public keys, secret keys, and what opens those."""

    public: Path | None = None
    secret: Path | None = None
    passphrase: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPgp:
    programs: Programs
    bounds: Bounds
    keys: Keys
    folder: Path

    def check(self, content: bytes, signature: bytes) -> tuple[Signature, ...]:
        """A signature that stands beside its content."""
        if _BEGIN_SIGNATURE not in signature:
            return (_signature(SignatureResult.INVALID, "the signature is missing"),)
        canonical = _BARE_LF.sub(b"\r\n", content)
        return self._checked((signature, canonical))[0]

    def check_clear(self, block: bytes) -> tuple[Signature, ...]:
        """A block that is signed in clear; what is shown must be what was signed."""
        found, shown = self._checked((block,))
        if _lines(shown) == _lines(clear_text(block)):
            return found
        return tuple(_differing(one) for one in found)

    def decrypt(self, armor: bytes) -> Opened:
        """Decrypt, and check what was signed within the same layer."""
        programs = (self.programs.gpg, self.programs.agent)
        secret = _read(self.keys.secret)
        if not all(programs) or not secret:
            return Opened(unreadable=UNREADABLE)
        with self._home() as home:
            imported = self._run(home, ("--import", secret))
            public = _read(self.keys.public)
            if public and not imported.trouble:
                self._run(home, ("--import", public))
            ran = self._run(home, ("--output", Slot.OUTPUT, "--decrypt", armor))
            return self._decrypted(ran)

    def _decrypted(self, ran: Ran) -> Opened:
        said = _status(ran.output)
        words = {line[0] for line in said}
        if ran.trouble:
            return Opened(unreadable=DAMAGED)
        if "DECRYPTION_OKAY" not in words:
            closed = "NO_SECKEY" in words or "BEGIN_DECRYPTION" not in words
            sealed = closed and "NODATA" not in words
            return Opened(unreadable=UNREADABLE if sealed else DAMAGED)
        return Opened(content=ran.files[0], signatures=self._signatures(said))

    def _run(self, home: Path, asked: Sequence[Argument]) -> Ran:
        """Run gpg beside an agent, which is in its group and ends with it."""
        agent = (self.programs.agent, "--homedir", str(home), "--no-detach", "--daemon")
        secret: tuple[str, ...] = ("--pinentry-mode", "loopback", "--passphrase", "")
        if self.keys.passphrase:
            file = str(self.keys.passphrase)
            secret = ("--pinentry-mode", "loopback", "--passphrase-file", file)
        offline = ("--no-autostart", "--disable-dirmngr", "--no-auto-key-locate")
        return run(
            (
                *agent,
                "--",
                *(self.programs.gpg, "--homedir", str(home), *_QUIET),
                *("--status-fd", "1", "--trust-model", "always"),
                *offline,
                "--yes",
                *secret,
                *asked,
            ),
            self.bounds,
        )

    def _checked(self, signed: Sequence[bytes]) -> tuple[tuple[Signature, ...], bytes]:
        """The signatures, and the words that they cover where those are within."""
        keyring = _binary(_read(self.keys.public))
        if not self.programs.gpgv:
            return (_signature(SignatureResult.UNCHECKED, "there is no gpgv"),), b""
        if not keyring:
            reason = "no keys are configured"
            return (_signature(SignatureResult.UNKNOWN_KEY, reason),), b""
        status = (self.programs.gpgv, "--status-fd", "1", "--weak-digest", "SHA1")
        files = ("--keyring", keyring, "--output", Slot.OUTPUT)
        ran = run((*status, *files, *signed), self.bounds)
        if ran.trouble:
            return (_signature(SignatureResult.UNCHECKED, ran.trouble),), b""
        found = self._signatures(_status(ran.output))
        missing = (_signature(SignatureResult.INVALID, "it cannot be read"),)
        return found or missing, ran.files[0]

    def _signatures(self, said: Sequence[list[str]]) -> tuple[Signature, ...]:
        names = _Names(self)
        return tuple(_one(lines, names) for lines in _each(said))

    def addresses(self, fingerprint: str) -> tuple[str, ...]:
        """The addresses of a key that the operator's file holds."""
        public = _read(self.keys.public)
        if not self.programs.gpg or not public:
            return ()
        with self._home() as home:
            asked = ("--homedir", str(home), *_QUIET, "--with-colons", "--show-keys")
            ran = run((self.programs.gpg, *asked, public), self.bounds)
        return tuple(_addresses(ran.output.decode("utf-8", "replace"), fingerprint))

    @contextmanager
    def _home(self) -> Iterator[Path]:
        """A folder of our own, gone afterwards whatever happens."""
        short = len(str(self.folder)) < SOCKET_PATH_CHARS
        folder = self.folder if short and self.folder.is_dir() else None
        with tempfile.TemporaryDirectory(
            dir=folder, prefix="gpg-", ignore_cleanup_errors=True
        ) as home:
            yield Path(home)


@dataclass(frozen=True, slots=True)
class _Names:
    """Whom keys name: asked for where there is a signature, and not before."""

    openpgp: OpenPgp

    def of(self, fingerprint: str, user: str) -> tuple[str, ...]:
        found = self.openpgp.addresses(fingerprint) if fingerprint else ()
        one = _ADDRESS.search(user.strip())
        return found or ((one[1].lower(),) if one else ())


def _each(said: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """The status lines of each signature (``NEWSIG`` begins one)."""
    lines: list[list[str]] = []
    begun = False
    for line in said:
        if line[0] == "NEWSIG":
            if begun:
                yield lines
            begun, lines = True, []
        lines.append(line)
    if begun:
        yield lines


def _one(lines: Sequence[list[str]], names: _Names) -> Signature:
    verdict = next((line for line in lines if line[0] in _RESULTS), None)
    if verdict is None:
        return _unverified(lines)
    valid = next((line for line in lines if line[0] == "VALIDSIG"), [])
    result = _RESULTS[verdict[0]]
    if result is SignatureResult.VALID and len(valid) <= _TIME:
        result = SignatureResult.INVALID
    key = valid[-1] if valid else verdict[1] if len(verdict) > 1 else ""
    user = verdict[2] if len(verdict) > 2 else ""  # noqa: PLR2004 (keyword, key, user)
    known = result is not SignatureResult.INVALID
    return replace(
        _signature(result, _REASONS.get(verdict[0], "")),
        key=key,
        signers=names.of(valid[-1] if valid else "", user) if known else (),
        pinned=known,
        signed_at=_moment(valid[_TIME]) if len(valid) > _TIME else None,
    )


_TIME = 3
"""Where a VALIDSIG line holds the time of signing."""


def _unverified(lines: Sequence[list[str]]) -> Signature:
    """ERRSIG: the key is not ours, or the algorithm is not taken."""
    error = next((line for line in lines if line[0] == "ERRSIG"), [])
    key = error[1] if len(error) > 1 else ""
    words = " ".join(error).split()
    if any(line[0] == "NO_PUBKEY" for line in lines) or _NO_KEY in words[6:7]:
        unknown = _signature(SignatureResult.UNKNOWN_KEY, "the key is not among ours")
        return replace(unknown, key=key)
    weak = _signature(SignatureResult.INVALID, "it cannot be checked as it was made")
    return replace(weak, key=key)


def _status(output: bytes) -> list[list[str]]:
    """Keyword, first word, the rest; of VALIDSIG all words."""
    found: list[list[str]] = []
    for line in output.decode("utf-8", "replace").splitlines():
        if line.startswith(_STATUS):
            told = line[len(_STATUS) :]
            every = told.startswith("VALIDSIG")
            found.append(told.split() if every else told.split(" ", 2))
    return found


def _addresses(listing: str, fingerprint: str) -> Iterator[str]:
    """The living addresses of the key with that primary fingerprint."""
    mine = primary = False
    for line in listing.splitlines():
        fields = line.split(":")
        if fields[0] in {"pub", "sec"}:
            mine, primary = False, True
        elif fields[0] == "fpr" and primary:
            mine, primary = fields[9] == fingerprint, False
        elif fields[0] == "uid" and mine and fields[1] not in {"r", "e", "i"}:
            found = _ADDRESS.search(fields[9].replace("\\x3a", ":"))
            if found:
                yield found[1].lower()


def _differing(one: Signature) -> Signature:
    if one.result is not SignatureResult.VALID:
        return one
    reason = "the text is not the one that was signed"
    return replace(one, result=SignatureResult.INVALID, reason=reason)


def _lines(octets: bytes) -> list[bytes]:
    """What a signature in clear covers: lines without the white space at their end."""
    return [line.rstrip() for line in octets.rstrip(b"\r\n").split(b"\n")]


def _binary(keyring: bytes) -> bytes:
    """A keyring as gpgv wants it; armor is taken off."""
    if not keyring.lstrip().startswith(b"-----BEGIN"):
        return keyring
    return b"".join(decode_base64(one)[0] for one in _ARMOR.findall(keyring))


def _read(path: Path | None) -> bytes:
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _signature(result: SignatureResult, reason: str) -> Signature:
    return Signature(method=SignatureMethod.OPENPGP, result=result, reason=reason)
