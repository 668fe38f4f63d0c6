r"""Plays the scripts of ``tests/dialogues`` against a real listener.

# ...            a comment
LIMITS: a=1 b=2  limits of the listener, before the first line
C: text          we send this line, CRLF added; ``\r \n \xNN`` are octets
C> text          the same, no CRLF added
S: pattern       the next line of the answer; ``*`` stands for anything. A lone
                 ``250*`` takes the whole of a longer answer. ``EOF``: closed
SHUT             we close our sending side
DISK: full|free  what the disk becomes
KEPT: text       a message that must be kept, in order; nothing else may be
TRACE: text      stands in the trace block of some kept message
"""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from gateway.mail.envelope import QueueId
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool
from tests.support.listener import Peer, connected, listening

SCRIPTS = sorted((Path(__file__).parents[1] / "dialogues").glob("*.smtp"))


@dataclass
class Stage:
    """What a script has to do with."""

    peer: Peer
    spool: FakeSpool
    kept: list[bytes] = field(default_factory=list)
    traces: list[bytes] = field(default_factory=list)


def octets(text: str) -> bytes:
    return text.encode("ascii").decode("unicode_escape").encode("latin-1")


def limits(script: str) -> dict[str, float]:
    for line in script.splitlines():
        if line.startswith("LIMITS: "):
            pairs = (pair.split("=") for pair in line.split()[1:])
            return {k: float(v) if "." in v else int(v) for k, v in pairs}
    return {}


def expect(peer: Peer, pattern: str, where: str) -> None:
    line = peer.line()
    while line[3:4] == "-" and pattern.endswith("*") and pattern[3:4] == "*":
        line = peer.line()
    escaped = pattern.replace("[", "[[]")
    assert fnmatchcase(line, escaped), f"{where}: expected {pattern!r}, got {line!r}"


def play(line: str, stage: Stage, where: str) -> None:
    verb, _, rest = line.partition(" ")
    match verb:
        case "C:":
            stage.peer.send(octets(rest) + b"\r\n")
        case "C>":
            stage.peer.send(octets(rest))
        case "S:":
            expect(stage.peer, rest, where)
        case "SHUT":
            stage.peer.shut()
        case "DISK:":
            stage.spool.full = rest == "full"
        case "KEPT:":
            stage.kept.append(octets(rest))
        case "TRACE:":
            stage.traces.append(octets(rest))
        case _:
            assert verb in {"", "#", "LIMITS:"}, f"{where}: what is {verb!r}?"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_listener_says_what_the_script_says(path: Path) -> None:
    script = path.read_text()
    spool = FakeSpool(clock=FixedClock())
    with (
        listening(spool, **limits(script)) as listener,
        connected(listener, greet=False) as peer,
    ):
        stage = Stage(peer, spool)
        for number, line in enumerate(script.splitlines(), 1):
            play(line, stage, f"{path.name}:{number}")
    ids = sorted(spool.kept)
    assert [spool.open(QueueId(name)).read() for name in ids] == stage.kept
    everything = b"".join(message.content for message in spool.kept.values())
    for trace in stage.traces:
        assert trace in everything


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) > 20
