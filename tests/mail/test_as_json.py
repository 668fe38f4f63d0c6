import json

from gateway.mail.as_json import as_json
from tests.mail.mails import file_part, multipart, read, text_part


def test_the_json_holds_what_was_read_but_no_file_content() -> None:
    message = multipart(
        "mixed", text_part("紧急程度：高"), file_part("a.txt", b"secret words")
    )
    told = json.loads(as_json(message))
    assert told["from"] == [["Anne", "anne@customer.example"]]
    assert told["fields"] == {"urgency": "高"}
    assert (told["kind"], told["bounce"], told["auto_submitted"]) == (
        "new",
        False,
        False,
    )
    assert told["attachments"][0]["filename"] == "a.txt"
    assert told["attachments"][0]["size"] == 12
    assert told["attachments"][0]["rejected"] is None
    assert "secret" not in as_json(message)


def test_an_automatic_mail_says_so() -> None:
    told = json.loads(as_json(read("Auto-Submitted: auto-replied", "away")))
    assert told["auto_submitted"] is True
    assert told["date"] is None
