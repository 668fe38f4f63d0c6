"""Keys for the whole room, made once a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gateway.crypto.opener import ProgramOpener
from gateway.crypto.openpgp import Keys, OpenPgp, Programs
from gateway.crypto.program import Bounds
from gateway.crypto.smime import Smime, Trusted
from tests.support.keys import Authority, Holder, Keyring
from tests.support.servers.requirement import required_program

ANNE = "anne@customer.example"
SUPPORT = "support@example.com"


@dataclass(frozen=True, slots=True)
class Made:
    """An authority, Anne's and our own certificates and keys; who opens mail here."""

    folder: Path
    authority: Authority
    anne: Holder
    ours: Holder
    ring: Keyring
    opener: ProgramOpener


@pytest.fixture(scope="session")
def made() -> Iterator[Made]:
    # A short name: the agent's socket must fit into 108 characters.
    with TemporaryDirectory(prefix="keys-") as name:
        folder = Path(name)
        authority = Authority(folder).found()
        ring = Keyring(folder / "ring")
        ring.make(ANNE)
        ring.make(SUPPORT)
        (folder / "public.asc").write_bytes(ring.public(armor=True))
        (folder / "secret.asc").write_bytes(ring.secret())
        (folder / "work").mkdir(mode=0o700)
        ours = authority.issue(SUPPORT)
        yield Made(
            folder=folder,
            authority=authority,
            anne=authority.issue(ANNE),
            ours=ours,
            ring=ring,
            opener=ProgramOpener(
                smime=Smime(
                    program=required_program("openssl", package="openssl"),
                    bounds=Bounds(),
                    trusted=Trusted(authorities=str(authority.certificate)),
                    keys=(ours.both,),
                ),
                openpgp=OpenPgp(
                    programs=Programs(
                        gpgv=required_program("gpgv", package="gpgv"),
                        gpg=required_program("gpg", package="gpg"),
                        agent=required_program("gpg-agent", package="gpg-agent"),
                    ),
                    bounds=Bounds(),
                    keys=Keys(
                        public=folder / "public.asc", secret=folder / "secret.asc"
                    ),
                    folder=folder / "work",
                ),
            ),
        )
        ring.close()
