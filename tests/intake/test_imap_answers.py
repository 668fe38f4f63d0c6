"""Servers that answer what no server should: the gateway waits, or takes the rest."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap import ImapIntake
from gateway.intake.imap_faults import MailboxUnavailable
from gateway.intake.imap_login import Account
from gateway.intake.imap_look import FETCH_TRIES_LIMIT, Mailbox
from gateway.intake.imap_meter import ANSWER_LIMIT_BYTES, LITERAL_LIMIT_BYTES
from gateway.intake.ledger import FileLedger
from gateway.spool.directory import DirectorySpool
from tests.support.imap_box import RealClock, message, open_spool

MAILS = {7: message(7), 8: message(8), 9: message(9)}

FETCHED = b"* %d FETCH (UID %d BODY[]%b {%d}\r\n%b)\r\n"

Answer = Callable[["Served", str, str], bytes | None]


@dataclass
class Served:
    """A mailbox of three messages on a server that says what a test wants.

    ``odd`` may answer a command in place of the ordinary way; it gets the command and
    its arguments, and answers what comes before the tagged OK. None: the ordinary way.
    """

    odd: Answer = lambda _served, _command, _arguments: None
    mails: dict[int, bytes] = field(default_factory=lambda: dict(MAILS))
    moved: dict[int, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)

    def answer(self, command: str, arguments: str) -> bytes:
        self.commands.append(f"{command} {arguments}")
        odd = self.odd(self, command, arguments)
        return self._ordinary(command, arguments) if odd is None else odd

    def _ordinary(self, command: str, arguments: str) -> bytes:
        if command == "UID MOVE":
            self._move(arguments)
        if command == "UID FETCH":
            one = self.size if "RFC822.SIZE" in arguments else self.content
            return b"".join(one(uid, arguments) for uid in self._asked(arguments))
        uids = b" ".join(b"%d" % uid for uid in self.mails)
        plain: Mapping[str, bytes] = {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\n",
            "LIST": b'* LIST () "/" "x"\r\n',
            "SELECT": b"* %d EXISTS\r\n* OK [UIDVALIDITY 3] x\r\n" % len(self.mails),
            "UID SEARCH": b"* SEARCH %b\r\n" % uids,
        }
        return plain.get(command, b"")

    def size(self, uid: int, _arguments: str = "") -> bytes:
        place, octets = self.place(uid), len(self.mails[uid])
        return b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (place, uid, octets)

    def content(self, uid: int, arguments: str = "") -> bytes:
        """The whole mail, or the part of it that is asked for."""
        mail, at = self.mails[uid], b""
        part = re.search(r"<(\d+)\.(\d+)>", arguments)
        if part is not None:
            mail = mail[int(part[1]) :][: int(part[2])]
            at = b"<%d>" % int(part[1])
        return FETCHED % (self.place(uid), uid, at, len(mail), mail)

    def place(self, uid: int) -> int:
        return list(self.mails).index(uid) + 1

    def _move(self, arguments: str) -> None:
        for uid in self._asked(arguments):
            self.moved[uid] = arguments.rpartition(" ")[2].strip('"')
            del self.mails[uid]

    def _asked(self, arguments: str) -> list[int]:
        wanted = arguments.partition(" ")[0]
        named = [part.split(":") for part in wanted.split(",")]
        spans = [range(int(part[0]), int(part[-1]) + 1) for part in named]
        return [uid for uid in self.mails if any(uid in span for span in spans)]


@contextmanager
def serving(served: Served) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, served), daemon=True).start()
        yield listener.getsockname()[1]


def _accept(listener: socket.socket, served: Served) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client, contextlib.suppress(OSError):
            _talk(client, served)


def _talk(client: socket.socket, served: Served) -> None:
    client.sendall(b"* OK here\r\n")
    with client.makefile("rb") as heard:
        while line := heard.readline().decode():
            tag, _, said = line.strip().partition(" ")
            found = re.match(r"(UID \w+|\w+) ?(.*)", said)
            assert found is not None, line
            answer = served.answer(found[1].upper(), found[2])
            client.sendall(answer)
            if answer.startswith(b"* BYE") or HALF in answer:
                return
            client.sendall(f"{tag} OK done\r\n".encode())


HALF = b"(half)"
"""After these octets the server goes away."""


@dataclass
class Reader:
    """An intake before such a server."""

    served: Served
    intake: ImapIntake
    spool: DirectorySpool
    folder: Path

    def spooled(self) -> set[bytes]:
        found = set()
        for path in (self.folder / "spool" / "incoming").rglob("*"):
            if path.is_file():
                found.add(path.read_bytes().rpartition(b"From: Anne")[2])
        return {b"From: Anne" + one for one in found}


@contextmanager
def reading(served: Served, folder: Path) -> Iterator[Reader]:
    with serving(served) as port:
        account = Account(
            host="127.0.0.1",
            port=port,
            user="support",
            password="x",  # noqa: S106 - of a test
            security=Security.NONE,
            read_timeout_seconds=5.0,
        )
        spool = open_spool(folder)
        intake = ImapIntake(
            mailbox=Mailbox(
                account=account, address="support@example.com", hostname="mx.example"
            ),
            spool=spool,
            ledger=FileLedger(path=folder / "imap"),
            clock=RealClock(),
            idle=False,
            poll_interval=timedelta(seconds=1),
        )
        yield Reader(served, intake, spool, folder)


def look_until_done(reader: Reader, limit: int) -> int:
    """Passes until the folder is empty; each fault costs one."""
    for passes in range(1, limit + 1):
        with contextlib.suppress(MailboxUnavailable):
            reader.intake.look()
        if not reader.served.mails:
            return passes
    raise AssertionError(f"left: {reader.served.mails}")


def test_the_ordinary_way_takes_all(tmp_path: Path) -> None:
    with reading(Served(), tmp_path) as reader:
        assert look_until_done(reader, 1) == 1
        assert reader.spooled() == set(MAILS.values())


def only_for_eight(odd: bytes) -> Answer:
    """Whenever the second message is fetched, this comes in place of it."""

    def answer(served: Served, command: str, arguments: str) -> bytes | None:
        fetches = command == "UID FETCH" and "BODY.PEEK" in arguments
        asked = served._asked(arguments) if fetches else []
        if 8 not in asked:
            return None
        return b"".join(
            odd if uid == 8 else served.content(uid, arguments) for uid in asked
        )

    return answer


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(b"* 2 FETCH (UID 8 BODY[] {4294967295}\r\n", id="4 GB announced"),
        pytest.param(b"* 2 FETCH (UID 8 BODY[] {99}\r\nx" + HALF, id="half a literal"),
        pytest.param(b"* 2 FETCH (UID 8 BODY[] (((\r\n", id="parentheses"),
        pytest.param(b"\x00\xff\xfe garbage\r\n", id="garbage"),
        pytest.param(b"* BYE not that one\r\n", id="bye"),
    ],
)
def test_one_message_that_breaks_the_line_is_held_in_the_end_and_the_others_taken(
    tmp_path: Path, odd: bytes
) -> None:
    served = Served(odd=only_for_eight(odd))
    with reading(served, tmp_path) as reader:
        look_until_done(reader, FETCH_TRIES_LIMIT + 1)
        assert reader.spooled() == {MAILS[7], MAILS[9]}
    assert served.moved == {7: "Processed", 8: "Held", 9: "Processed"}


def test_messages_that_nobody_asked_for_are_not_taken(tmp_path: Path) -> None:
    def odd(served: Served, command: str, arguments: str) -> bytes | None:
        if command != "UID FETCH":
            return None
        stranger = FETCHED % (9, 4711, b"", 2, b"hi")
        size = b"* 9 FETCH (UID 4711 RFC822.SIZE 2)\r\n"
        return stranger + size + served._ordinary(command, arguments)

    with reading(Served(odd=odd), tmp_path) as reader:
        look_until_done(reader, 1)
        assert reader.spooled() == set(MAILS.values())
        assert reader.served.moved.keys() == MAILS.keys()
        assert not any("4711" in said for said in reader.served.commands)


def test_messages_that_are_listed_and_are_not_there_do_no_harm(tmp_path: Path) -> None:
    def odd(served: Served, command: str, _arguments: str) -> bytes | None:
        gone = b" 5 6 4294967295" if command == "UID SEARCH" else None
        known = b" ".join(b"%d" % uid for uid in served.mails)
        return None if gone is None else b"* SEARCH " + known + gone + b"\r\n"

    with reading(Served(odd=odd), tmp_path) as reader:
        look_until_done(reader, 1)
        assert reader.spooled() == set(MAILS.values())


def test_a_literal_is_refused_before_there_is_memory_for_it(tmp_path: Path) -> None:
    odd = b"* 2 FETCH (UID 8 BODY[] {%d}\r\n" % (LITERAL_LIMIT_BYTES + 1)
    with (
        reading(Served(odd=only_for_eight(odd)), tmp_path) as reader,
        pytest.raises(MailboxUnavailable, match="literal"),
    ):
        reader.intake.look()


def test_an_answer_without_end_ends_the_connection(tmp_path: Path) -> None:
    line = b"* OK nothing new here %b\r\n" % (b"x" * 1000)
    lines = line * (ANSWER_LIMIT_BYTES // len(line) + 100)

    def odd(_served: Served, command: str, _arguments: str) -> bytes | None:
        return lines if command == "UID SEARCH" else None

    with (
        reading(Served(odd=odd), tmp_path) as reader,
        pytest.raises(MailboxUnavailable, match="octets"),
    ):
        reader.intake.look()


def test_the_bounds_leave_room_for_what_is_asked_for(tmp_path: Path) -> None:
    big = message(8, text="x" * 3_000_000)
    served = Served()
    served.mails[8] = big
    with reading(served, tmp_path) as reader:
        look_until_done(reader, 1)
        assert big in reader.spooled()


@pytest.mark.parametrize("capabilities", [b"IMAP4rev1", b"IMAP4rev1 IDLE NAMESPACE"])
@pytest.mark.parametrize("folders", [b"NIL", b"((NIL NIL))", b'(("" NIL))'])
def test_odd_namespaces_do_no_harm(
    tmp_path: Path, capabilities: bytes, folders: bytes
) -> None:
    def odd(_served: Served, command: str, _arguments: str) -> bytes | None:
        odd_ones: Mapping[str, bytes] = {
            "CAPABILITY": b"* CAPABILITY %b MOVE\r\n" % capabilities,
            "NAMESPACE": b"* NAMESPACE %b NIL NIL\r\n" % folders,
        }
        return odd_ones.get(command)

    with reading(Served(odd=odd), tmp_path) as reader:
        look_until_done(reader, 1)
        assert reader.spooled() == set(MAILS.values())
