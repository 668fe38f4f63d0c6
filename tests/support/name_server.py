"""A name server on loopback: it knows some TXT and TLSA records, and may fall silent.

Where it is ``authentic`` it says, as a validating resolver does, that DNSSEC proved it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

PACKET_BYTES = 4096


@dataclass(slots=True)
class NameServer:
    """``asked`` are the names of all questions that came in."""

    socket: socket.socket
    records: dict[str, str] = field(default_factory=dict)
    tlsa: dict[str, list[str]] = field(default_factory=dict)
    authentic: bool = False
    asked: list[str] = field(default_factory=list)
    silent: bool = False
    failing: bool = False

    @property
    def address(self) -> str:
        host, port = self.socket.getsockname()
        return f"{host}:{port}"

    def serve(self) -> None:
        while True:
            try:
                packet, peer = self.socket.recvfrom(PACKET_BYTES)
            except OSError:
                return
            if not packet:
                return
            question = dns.message.from_wire(packet)
            self.asked.append(str(question.question[0].name).rstrip(".").lower())
            if not self.silent:
                self.socket.sendto(self._answer(question).to_wire(), peer)

    def _answer(self, question: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(question)
        assert isinstance(answer, dns.message.Message)
        answer.flags |= dns.flags.RA
        name = question.question[0].name
        record = self.records.get(self.asked[-1])
        if self.authentic:
            answer.flags |= dns.flags.AD
        if self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif self.asked[-1] in self.tlsa:
            known = self.tlsa[self.asked[-1]]
            found = dns.rrset.from_text(name, 300, "IN", "TLSA", *known)
            answer.answer.append(found)
        elif record is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            pieces = [record[n : n + 250] for n in range(0, len(record), 250)]
            text = " ".join(f'"{piece}"' for piece in pieces)
            answer.answer.append(dns.rrset.from_text(name, 300, "IN", "TXT", text))
        return answer


@contextmanager
def a_name_server() -> Iterator[NameServer]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        server = NameServer(listening)
        thread = Thread(target=server.serve, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            # An empty packet ends it: closing would not wake the thread.
            listening.sendto(b"", listening.getsockname())
            thread.join()
