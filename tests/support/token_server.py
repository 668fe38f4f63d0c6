"""An authorization server for tests: RFC 6749 and RFC 8628 over TLS, on loopback.

It says what the test tells it to, once each, and keeps what it was asked. Tokens that
it gave are good for Dovecot, which asks ``/info/TOKEN``.
"""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from tests.support.servers.certificate import Certificate

Answer = tuple[int, Mapping[str, object] | bytes]


@dataclass(slots=True)
class TokenServer:
    """``answers`` are said first, one a question; then a token each time."""

    url: str = ""
    info: str = ""
    ca_file: Path = Path()
    user: str = "support@example.com"
    answers: list[Answer] = field(default_factory=list)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    lasts_seconds: int = 3600

    def answer(self, fields: Mapping[str, str]) -> Answer:
        self.asked.append(fields)
        if self.answers:
            return self.answers.pop(0)
        if "grant_type" not in fields:
            return 200, {
                "device_code": "device-secret",
                "user_code": "ANT-BEE",
                "verification_uri": "https://login.example/device",
                "interval": 1,
                "expires_in": 600,
            }
        self.given.append(f"token-{len(self.given) + 1}")
        return 200, {
            "access_token": self.given[-1],
            "token_type": "Bearer",
            "expires_in": self.lasts_seconds,
            "refresh_token": f"refresh-{len(self.given)}",
        }


@contextmanager
def token_server(certificate: Certificate) -> Iterator[TokenServer]:
    """Serve until the end of the block."""
    state = TokenServer(ca_file=certificate.certificate)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            form = parse_qs(self.rfile.read(length).decode())
            fields = {name: values[0] for name, values in form.items()}
            self._say(*state.answer(fields))

        def do_GET(self) -> None:
            token = self.path.rpartition("/")[2]
            known = token in state.given
            told = {"email": state.user, "active": "true"}
            self._say(200 if known else 401, told if known else {})

        def _say(self, status: int, content: Mapping[str, object] | bytes) -> None:
            body = (
                content if isinstance(content, bytes) else json.dumps(content).encode()
            )
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("Location", state.url)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    secure = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    # Dovecot asks without TLS, on loopback.
    clear = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"https://127.0.0.1:{secure.server_address[1]}/token"
    state.info = f"http://127.0.0.1:{clear.server_address[1]}/info/"
    for server in (secure, clear):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        for server in (secure, clear):
            server.shutdown()
            server.server_close()
