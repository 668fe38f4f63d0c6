from dataclasses import replace
from pathlib import Path

import pytest

from gateway.mail.envelope import Envelope
from gateway.settings import SettingsError, load
from gateway.wiring.values import from_border
from tests.support.builders import MORNING
from tests.support.configuration import a_configuration


def an_envelope(received_from: str, protocol: str = "ESMTP") -> Envelope:
    return Envelope(
        mail_from="anne@customer.example",
        rcpt_to=("support@example.com",),
        received_at=MORNING,
        received_by="localhost",
        received_from=received_from,
        protocol=protocol,
    )


@pytest.mark.parametrize(
    ("received_from", "protocol", "believed"),
    [
        ("mx.example.com ([127.0.0.1])", "ESMTP", True),
        ("mx.example.com ([IPv6:::1])", "ESMTP", True),
        ("mx.example.com ([192.0.2.7])", "ESMTP", False),
        ("x ([127.0.0.1]) ([192.0.2.7])", "UTF8SMTP", False),
        ("mx.example.com", "SMTP", False),
        ("imap://anne@mail.example.com/INBOX", "IMAP", True),
        ("localhost (pipe)", "PIPE", True),
        # By LMTP over a socket file there is no peer's address; by TCP there is.
        ("mx.example.com", "LMTP", True),
        ("mx.example.com", "UTF8LMTP", True),
        ("mx.example.com ([192.0.2.7])", "LMTP", False),
        ("mx.example.com ([127.0.0.1])", "LMTP", True),
    ],
)
def test_the_word_of_the_border_is_believed_from_the_border_alone(
    tmp_path: Path, received_from: str, protocol: str, *, believed: bool
) -> None:
    came = from_border(load(a_configuration(tmp_path)))

    assert came(an_envelope(received_from, protocol)) is believed


def test_who_had_to_log_in_is_no_border_whatever_his_network(tmp_path: Path) -> None:
    came = from_border(load(a_configuration(tmp_path)))
    inside = an_envelope("laptop ([127.0.0.1])", "ESMTPSA")

    assert came(inside)
    assert not came(replace(inside, authenticated="bart@example.com"))


def test_a_border_that_is_no_network_is_a_fault(tmp_path: Path) -> None:
    changed = ('border = ["127.0.0.0/8", "::1/128"]', 'border = ["mx.example.com"]')
    settings = load(a_configuration(tmp_path, gateway=changed))

    with pytest.raises(SettingsError, match=r"trust\.border"):
        from_border(settings)
