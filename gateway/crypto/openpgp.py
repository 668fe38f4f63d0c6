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
from functools import cache
from itertools import islice
from pathlib import Path

from gateway.crypto.program import Argument, Bounds, Ran, Slot, run
from gateway.crypto.status import (
    Status,
    addresses_of,
    read_status,
    signature as told,
    signatures_of,
)
from gateway.mail.armor import clear_text, is_signed_alone
from gateway.mail.message import Signature, SignatureResult
from gateway.mail.opening import DAMAGED, UNREADABLE, Opened
from gateway.mail.transfer import decode_base64

ADDRESSES_LIMIT = 16
"""Addresses of one key that are told."""
SOCKET_PATH_CHARS = 70
"""A folder with a longer name cannot hold the agent's socket (unix(7): 108)."""

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
            return (told(SignatureResult.INVALID, "the signature is missing"),)
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
        if self.programs.gpgv and is_signed_alone(armor):
            return self._signed_alone(armor)
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

    def _signed_alone(self, armor: bytes) -> Opened:
        """Words that are packed with their signature: no key is needed to read them."""
        found, words = self._verified((armor,))
        if not words:
            return Opened(unreadable=DAMAGED)
        return Opened(content=words, clear=True, signatures=found)

    def _decrypted(self, ran: Ran) -> Opened:
        said = read_status(ran.output)
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
        if not self.programs.gpgv:
            return (told(SignatureResult.UNCHECKED, "there is no gpgv"),), b""
        if not _read(self.keys.public):
            reason = "no keys are configured"
            return (told(SignatureResult.UNKNOWN_KEY, reason),), b""
        return self._verified(signed)

    def _verified(self, signed: Sequence[bytes]) -> tuple[tuple[Signature, ...], bytes]:
        keyring = _binary(_read(self.keys.public))
        status = (self.programs.gpgv, "--status-fd", "1", "--weak-digest", "SHA1")
        files = ("--keyring", keyring, "--output", Slot.OUTPUT)
        ran = run((*status, *files, *signed), self.bounds)
        if ran.trouble:
            return (told(SignatureResult.UNCHECKED, ran.trouble),), b""
        found = self._signatures(read_status(ran.output))
        missing = (told(SignatureResult.INVALID, "it cannot be read"),)
        return found or missing, ran.files[0]

    def _signatures(self, said: Status) -> tuple[Signature, ...]:
        # One mail may hold many signatures: the keys are listed once for all of them.
        listing = cache(self._listing)

        def named(fingerprint: str) -> tuple[str, ...]:
            found = addresses_of(listing(), fingerprint)
            return tuple(islice(found, ADDRESSES_LIMIT))

        return signatures_of(said, named)

    def _listing(self) -> str:
        """The keys that the operator's file holds, as gpg tells them."""
        public = _read(self.keys.public)
        if not self.programs.gpg or not public:
            return ""
        with self._home() as home:
            asked = ("--homedir", str(home), *_QUIET, "--with-colons", "--show-keys")
            ran = run((self.programs.gpg, *asked, public), self.bounds)
        return ran.output.decode("utf-8", "replace")

    @contextmanager
    def _home(self) -> Iterator[Path]:
        """A folder of our own, gone afterwards whatever happens."""
        short = len(str(self.folder)) < SOCKET_PATH_CHARS
        folder = self.folder if short and self.folder.is_dir() else None
        with tempfile.TemporaryDirectory(
            dir=folder, prefix="gpg-", ignore_cleanup_errors=True
        ) as home:
            yield Path(home)


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
