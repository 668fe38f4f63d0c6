"""A certificate for 127.0.0.1 that vouches for itself, so it is also the CA file."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.servers.requirement import required_program

VALID_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Two PEM files: the certificate (which a client trusts) and its key."""

    certificate: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    """Write tls.crt and tls.key, good for localhost and 127.0.0.1, into a folder."""
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
    )
    return made
