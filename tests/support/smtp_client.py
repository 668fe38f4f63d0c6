"""A client under TLS, for tests of the listener: a Peer over an encrypted socket."""

import base64
import ssl
from pathlib import Path

from tests.support.listener import Peer


def under_tls(peer: Peer, ca_file: Path) -> Peer:
    """Say STARTTLS and shake hands; the same peer, encrypted. It has to greet anew."""
    assert peer.say("STARTTLS") == ["220 Ready to start TLS"]
    return wrapped(peer, ca_file)


def wrapped(peer: Peer, ca_file: Path) -> Peer:
    context = ssl.create_default_context(cafile=str(ca_file))
    return Peer(context.wrap_socket(peer.connection, server_hostname="localhost"))


def plain(user: str, password: str, behalf: str = "") -> str:
    """The initial response of AUTH PLAIN (RFC 4616)."""
    return base64.b64encode(f"{behalf}\0{user}\0{password}".encode()).decode()
