"""Servers that Debian does not install beside postfix: unpacked, not installed.

``.ci/servers`` unpacks each package into a folder of its own. What it needs of an
installation (users, libraries) is given to it for the time of one command.
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.servers.requirement import require_server

SECONDS = 60


def unpacked(package: str, file: str) -> Path:
    """A file of an unpacked package, or skip with the reason."""
    found = next((each for each in _folder(package).glob(file)), None)
    if found is None:
        require_server(package, "not unpacked (run .ci/servers)")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    said: str


def as_installed(program: Path, folder: Path, users: Sequence[str]) -> Path:
    """A script that runs a program for which these users exist; all are nobody.

    A script, since a program that starts itself anew loses what its environment said.
    """
    wrapper = unpacked("libnss-wrapper", "usr/lib/*/libnss_wrapper.so")
    libraries = unpacked("libidn12", "usr/lib/*/libidn.so.12").parent
    lines = {
        "passwd": [f"{user}:x:65534:65534::/nonexistent:/bin/false" for user in users],
        "group": [f"{user}:x:65534:" for user in users],
    }
    for name, added in lines.items():
        known = (Path("/etc") / name).read_text(encoding="utf-8")
        (folder / name).write_text("\n".join([known.strip(), *added, ""]))
    script = folder / program.name
    script.write_text(
        "#!/bin/sh\n"
        f"export LD_LIBRARY_PATH={libraries} LD_PRELOAD={wrapper}\n"
        f"export NSS_WRAPPER_PASSWD={folder}/passwd NSS_WRAPPER_GROUP={folder}/group\n"
        f'exec {program} "$@"\n'
    )
    script.chmod(0o755)
    return script


def run(command: Sequence[str], stdin: bytes = b"") -> Ran:
    """Run a command to its end, SECONDS at most."""
    done = subprocess.run(
        command,
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
    )
    return Ran(code=done.returncode, said=done.stdout.decode("utf-8", "replace"))


def _folder(package: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    base = Path("/var/cache" if os.geteuid() == 0 else home)
    return base / "ticket-gateway-tests" / package
