"""One question to an authorization server, and its answer as values.

Rule of this room: secrets cross the network under verified TLS only, to the very host
that is configured (no redirect is followed); answers are bounded; and nobody but this
room knows what a token looks like.

STANDARDS: RFC 6749 §3.2, §5 (token endpoint and its errors); RFC 8414.
"""

import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path

ANSWER_LIMIT_BYTES = 64 * 1024
PIECE_BYTES = 8 * 1024
REASON_LIMIT = 200
"""Of an error's description, the characters that are kept."""


class OAuthUnavailable(OSError):
    """No token is to be had now; the words are for a person.

    ``error`` is the code of RFC 6749 §5.2 or RFC 8628 §3.5; empty where the server
    said none, and may answer another time.
    """

    def __init__(self, reason: str, *, error: str = "") -> None:
        super().__init__(reason)
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """``ca_file`` replaces the system's certificate authorities.

    Raises :class:`ValueError` for an address that is not https.
    """

    url: str
    ca_file: Path | None = None
    timeout_seconds: float = field(default=20.0)

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme != "https" or not parts.hostname or parts.username:
            raise ValueError(f"{self.url!r} is no address of the form https://...")

    def ask(self, fields: Mapping[str, str]) -> Mapping[str, object]:
        """Post a form; the members of the JSON object that answers it.

        Raises :class:`OAuthUnavailable`.
        """
        form = urllib.parse.urlencode({name: v for name, v in fields.items() if v})
        request = urllib.request.Request(  # noqa: S310 (https alone, see above)
            self.url, data=form.encode(), headers={"Accept": "application/json"}
        )
        until = time.monotonic() + self.timeout_seconds
        context = ssl.create_default_context(cafile=self.ca_file)
        opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=context), _NoRedirect()
        )
        try:
            with opener.open(request, timeout=self.timeout_seconds) as answer:
                return _members(self._body(answer, until), self.url)
        except urllib.error.HTTPError as error:
            raise self._refused(error, until) from error
        except (OSError, HTTPException, ValueError) as error:
            raise OAuthUnavailable(f"{self.url}: {_line(str(error))}") from error

    def _body(self, answer: HTTPResponse, until: float) -> bytes:
        """All of it, within the time of the whole question."""
        body = b""
        while piece := answer.read1(PIECE_BYTES):
            body += piece
            if len(body) > ANSWER_LIMIT_BYTES:
                raise OAuthUnavailable(f"{self.url}: the answer is too long")
            if time.monotonic() > until:
                raise OAuthUnavailable(f"{self.url}: the answer takes too long")
        return body

    def _refused(self, error: urllib.error.HTTPError, until: float) -> OAuthUnavailable:
        answer = error.fp
        assert isinstance(answer, HTTPResponse), "urllib gives nothing else"  # noqa: S101
        try:
            members = _members(self._body(answer, until), self.url)
        except (OSError, HTTPException, ValueError):
            return OAuthUnavailable(f"{self.url}: HTTP {error.code}")
        code = _line(str(members.get("error", "")))
        told = _line(str(members.get("error_description", "")))
        reason = " ".join(filter(None, (code, told))) or f"HTTP {error.code}"
        return OAuthUnavailable(f"{self.url}: {reason}", error=code)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        """A secret is sent to the host that was named, and to no other."""
        return


def _members(content: bytes, url: str) -> Mapping[str, object]:
    found = json.loads(content)
    if not isinstance(found, dict):
        raise OAuthUnavailable(f"{url}: the answer is no JSON object")
    return found


def _line(text: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in text[:REASON_LIMIT])
    return " ".join(printable.split())
