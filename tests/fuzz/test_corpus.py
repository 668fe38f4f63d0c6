"""What campaigns of ``make fuzz`` found and kept is read again, in every run."""

import io
import time
from pathlib import Path

from gateway.mail.as_json import as_json
from gateway.mail.automatic import OurMarks
from gateway.mail.explain import explain_parts
from gateway.mail.limits import Limits
from gateway.mail.opening import read_opened

CORPUS = Path(__file__).parent / "corpus"
CORPUS_BYTES = 1024 * 1024
SECONDS_LIMIT = 2


def test_the_kept_inputs_are_few_and_small() -> None:
    kept = list(CORPUS.iterdir())

    assert 20 <= len(kept) <= 400
    assert sum(path.stat().st_size for path in kept) < CORPUS_BYTES


def test_each_kept_input_is_read_and_explained_in_time() -> None:
    for path in sorted(CORPUS.iterdir()):
        content = path.read_bytes()
        began = time.process_time()
        message = read_opened(io.BytesIO(content), limits=Limits(), ours=OurMarks())
        assert as_json(message).encode(), path.name
        assert explain_parts(io.BytesIO(content), Limits()), path.name
        assert time.process_time() - began < SECONDS_LIMIT, path.name
