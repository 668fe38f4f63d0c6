"""What others need for the same mails; prints milliseconds a mail as JSON.

Run with the interpreter that has the library: it is kept apart from the gateway's.
"""

import contextlib
import email
import email.policy
import json
import sys
import time
from pathlib import Path

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
NOT_MAILS = {".json", ".note", ".upstream", ".yml", ".py", ".md"}
LARGE_BYTES = 512 * 1024
ROUNDS = 3
LANGUAGES = ["en", "de", "es", "fr", "it", "ja", "ko", "zh"]


def mail_parser():
    import mailparser  # noqa: PLC0415 (there only in .venv-score)
    from mailparser_reply import EmailReplyParser  # noqa: PLC0415 (likewise)

    def read(content: bytes) -> str:
        mail = mailparser.parse_from_bytes(content)
        text = "\n".join(mail.text_plain) or "\n".join(mail.text_html)
        found = EmailReplyParser(languages=LANGUAGES).read(text).replies
        return json.dumps([mail.subject, mail.from_, text, bool(found)])

    return read


def stdlib():
    def read(content: bytes) -> str:
        mail = email.message_from_bytes(content, policy=email.policy.default)
        texts = [str(mail["subject"])]
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                texts.append(part.get_content())
            elif not part.is_multipart():
                part.get_payload(decode=True)
        return json.dumps(texts)

    return read


def main() -> None:
    read = {"mail-parser": mail_parser, "stdlib": stdlib}[sys.argv[1]]()
    times = []
    for path in sorted(CORPORA.rglob("*")):
        if not path.is_file() or path.suffix in NOT_MAILS:
            continue
        content = path.read_bytes()
        if len(content) > LARGE_BYTES:
            continue
        best = float("inf")
        for _ in range(ROUNDS):
            began = time.process_time_ns()
            with contextlib.suppress(Exception):  # what fails costs, too
                read(content)
            best = min(best, (time.process_time_ns() - began) / 1e6)
        times.append(best)
    print(json.dumps(times))


if __name__ == "__main__":
    main()
