"""What tests of papers share: a press, a certificate, a look into a PDF."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from gateway.papers.typesetter import SealFiles, Typesetter
from tests.support.servers.requirement import require_server, required_program

MOMENT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
FONTS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
PASSPHRASE = "ant bee cat"  # noqa: S105 (of a certificate that a test makes)


def needs_press() -> None:
    """Skip where papers cannot be typeset on this host."""
    for name in ("weasyprint", "pyhanko"):
        if find_spec(name) is None:
            require_server(name, "not installed (requirements.txt)")
    if not Path(FONTS).exists():
        require_server("fonts", "not installed (Debian package fonts-noto-cjk)")


def a_typesetter(seal: SealFiles | None = None, *, seconds: float = 60) -> Typesetter:
    return Typesetter(seconds=seconds, seal=seal)


def ended(typesetter: Typesetter) -> Iterator[Typesetter]:
    """For fixtures: the press ends with the test."""
    yield typesetter
    typesetter.close()


def a_seal(folder: Path, *, name: str = "Example Support Seal") -> SealFiles:
    """A certificate of one's own, as an operator would make it for a trial."""
    openssl = required_program("openssl", package="openssl")
    folder.mkdir(parents=True, exist_ok=True)
    key, pem, p12 = folder / "key.pem", folder / "seal.pem", folder / "seal.p12"
    usage = "keyUsage=critical,digitalSignature,nonRepudiation"
    subject = f"/C=CN/O=Example Ltd/CN={name}"
    request = (
        f"req -x509 -newkey rsa:2048 -nodes -days 30 -utf8 -keyout {key} -out {pem}"
    )
    export = f"pkcs12 -export -in {pem} -inkey {key} -out {p12}"
    for command in (
        (*request.split(), "-subj", subject, "-addext", usage),
        (*export.split(), "-passout", f"pass:{PASSPHRASE}"),
    ):
        subprocess.run((openssl, *command), check=True, capture_output=True)
    secret = folder / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    for file in (p12, secret):
        file.chmod(0o600)
    return SealFiles(certificate=p12, passphrase_file=secret)


def text_of(pdf: bytes) -> str:
    """The text that a reader could select."""
    return _poppler("pdftotext", "-layout", "-enc", "UTF-8", "-", "-", feed=pdf)


def fonts_of(pdf: bytes, folder: Path) -> tuple[tuple[str, bool, bool], ...]:
    """Each font: its name, whether it is embedded, whether as a subset."""
    file = folder / "fonts.pdf"
    file.write_bytes(pdf)
    lines = _poppler("pdffonts", str(file)).splitlines()
    at = {word: lines[0].index(word) for word in ("emb", "sub")}
    return tuple(
        (line.split()[0], *(line[at[word] :].startswith("yes") for word in at))  # type: ignore[misc]  # two truths
        for line in lines[2:]
    )


def _poppler(program: str, *arguments: str, feed: bytes = b"") -> str:
    path = required_program(program, package="poppler-utils")
    done = subprocess.run(
        (path, *arguments), input=feed, check=True, capture_output=True
    )
    return done.stdout.decode()


def python_without(library: str, folder: Path) -> tuple[str, ...]:
    """An interpreter for which a library is not there, as where it is not installed."""
    site = folder / f"without-{library}"
    site.mkdir()
    (site / f"{library}.py").write_text(
        f"raise ModuleNotFoundError('No module named {library}')\n", encoding="utf-8"
    )
    path = os.pathsep.join((str(site), *sys.path))
    return ("env", f"PYTHONPATH={path}", sys.executable)
