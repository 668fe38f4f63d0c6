"""Certificates for 127.0.0.1: one that vouches for itself, and one of an authority."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.servers.requirement import required_program

VALID_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Two PEM files: the certificate (which a client trusts) and its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate of an authority; ``chain`` holds both, as a server shows them."""

    authority: Path
    certificate: Path
    chain: Path
    key: Path


def make_certificate(
    folder: Path, *, at: Mapping[str, str] | None = None
) -> Certificate:
    """Write tls.crt and tls.key, good for localhost and 127.0.0.1, into a folder.

    ``at`` is the environment of a clock (see wall_clock.py): of the day on which it was
    made, if not today.
    """
    made = Certificate(certificate=folder / "tls.crt", key=folder / "tls.key")
    openssl = required_program("openssl", package="openssl")
    subject = ("-subj", "/CN=localhost", "-days", str(VALID_DAYS))
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    extensions = ("-addext", names, "-addext", "basicConstraints=critical,CA:TRUE")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    files = ("-keyout", str(made.key), "-out", str(made.certificate))
    subprocess.run(
        (openssl, "req", "-x509", *curve, *subject, *extensions, *files),
        check=True,
        capture_output=True,
        env={**os.environ, **(at or {})},
    )
    return made


def issue_certificate(
    folder: Path, *, names: str = "IP:127.0.0.1", at: Mapping[str, str] | None = None
) -> Issued:
    """A certificate for these names, of an authority of its own.

    ``at`` is the environment of a clock (see wall_clock.py): of the day on which it was
    issued, if not today.
    """
    openssl = required_program("openssl", package="openssl")
    made = Issued(
        authority=folder / "ca.crt",
        certificate=folder / "issued.crt",
        chain=folder / "chain.crt",
        key=folder / "issued.key",
    )
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    days = ("-days", str(VALID_DAYS))
    extensions = folder / "extensions"
    extensions.write_text(f"subjectAltName={names}\n", encoding="ascii")
    authority_key, request = str(folder / "ca.key"), str(folder / "issued.csr")
    ca = ("-keyout", authority_key, "-out", str(made.authority), "-subj", "/CN=Root")
    asked = ("-keyout", str(made.key), "-out", request, "-subj", "/CN=Relay")
    signed = ("-CA", str(made.authority), "-CAkey", authority_key, "-CAcreateserial")
    own = ("-in", request, "-out", str(made.certificate), "-extfile", str(extensions))
    for arguments in (
        ("req", "-x509", *curve, *days, *ca),
        ("req", *curve, *asked),
        ("x509", "-req", *signed, *days, *own),
    ):
        subprocess.run(
            (openssl, *arguments),
            check=True,
            capture_output=True,
            env={**os.environ, **(at or {})},
        )
    both = made.certificate.read_bytes() + made.authority.read_bytes()
    made.chain.write_bytes(both)
    return made
