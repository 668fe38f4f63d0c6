"""After the storm: what the customers were promised, against what the books say."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.simulation.mails import EFFECTS, Mail
from tests.support.gateway_process import GatewayProcess
from tests.support.relay import Taken


def faults_of_mails(
    gateway: GatewayProcess, accepted: list[tuple[Mail, str]]
) -> Iterator[str]:
    """Every 250 has a receipt, and every mail its effects exactly once."""
    receipts = {row[0]: row[1:] for row in gateway.ask(RECEIPTS)}
    mails = {mail.message_id: mail for mail, _ in accepted}
    for mail, queue_id in accepted:
        if queue_id not in receipts:
            yield f"{mail.message_id} was answered 250 as {queue_id}: no receipt"
    handled = Counter(
        message_id
        for message_id, end_state, reason in receipts.values()
        if (end_state, reason) != ("filed", "duplicate")
    )
    requests = Counter(row[0] for row in gateway.ask(REQUESTS))
    records = _words(gateway.ask(RECORDS))
    files = _words(gateway.ask(FILES))
    for message_id, mail in mails.items():
        found = (
            handled[message_id],
            requests[message_id],
            records[mail.words],
            files[mail.words],
        )
        if found != EFFECTS[mail.kind]:
            yield f"{message_id}, {mail.kind}: {found} instead of {EFFECTS[mail.kind]}"
    for extra in handled.keys() - mails.keys():
        yield f"{extra} was handled and never answered with 250"


def _words(rows: list[tuple[str]]) -> Counter[str]:
    """In how many rows the words of each mail stand."""
    found = (WORDS.search(text) for (text,) in rows)
    return Counter(words[0] for words in found if words)


def faults_of_letters(
    gateway: GatewayProcess, taken: tuple[Taken, ...]
) -> Iterator[str]:
    """Every letter that was decided went out, and no other did."""
    owed = {row[0]: row[1] for row in gateway.ask(LETTERS)}
    gone = Counter(map(message_id_of, taken))
    for message_id, state in owed.items():
        if state != "sent" or not gone[message_id]:
            yield f"the letter {message_id} is {state}, at the relay {gone[message_id]}"
    for message_id in gone.keys() - owed.keys():
        yield f"the letter {message_id} is at the relay and in no book"
    for number, code, recipient, count in gateway.ask(ONCE):
        yield f"{number}: {code} to {recipient} was decided {count} times"


def sent_twice(taken: tuple[Taken, ...]) -> int:
    """How many letters went out again under the same Message-ID."""
    return sum(count - 1 for count in Counter(map(message_id_of, taken)).values())


def message_id_of(letter: Taken) -> str:
    head = letter.content.partition(b"\r\n\r\n")[0]
    lines = head.decode("ascii", "replace").split("\r\n")
    found = next(line for line in lines if line.lower().startswith("message-id:"))
    return found.partition(":")[2].strip()


WORDS = re.compile(r"word-\d+-\d+-end")
RECEIPTS = "SELECT queue_id, message_id, end_state, reason FROM receipt"
REQUESTS = "SELECT first_message_id FROM request"
RECORDS = "SELECT remark || action FROM record"
FILES = "SELECT filename FROM file"
LETTERS = "SELECT message_id, state FROM letter"
ONCE = """
SELECT number, code, recipient, count(*) FROM letter
WHERE code IN ('C01', 'S01') GROUP BY 1, 2, 3 HAVING count(*) > 1"""
