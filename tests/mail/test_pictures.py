"""Pictures: their sides and end by their octets, and the jpg that is made of them."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from gateway.mail.limits import Limits
from gateway.mail.picture_facts import foreign_tail, jpeg_end, sides
from gateway.mail.pictures import as_jpeg, can_convert
from tests.mail.zips import a_zip

LIMITS = Limits()
WHITE, RED = (255, 255, 255), (200, 10, 10)


def drawn(
    form: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **how: object
) -> bytes:
    picture = Image.effect_noise(size, 60).convert(mode)
    buffer = io.BytesIO()
    picture.save(buffer, form, **how)
    return buffer.getvalue()


def a_png(width: int, height: int) -> bytes:
    """A header that claims these sides, and next to no picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return (
            struct.pack(">L", len(data))
            + checked
            + struct.pack(">L", zlib.crc32(checked))
        )

    head = struct.pack(">2L5B", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


# --- facts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "how", [{}, {"progressive": True}, {"exif": b"Exif\0\0II*\0" + bytes(90)}]
)
def test_a_whole_jpeg_ends_where_it_ends_and_a_cut_one_never(
    how: dict[str, bytes | bool],
) -> None:
    content = drawn("JPEG", "RGB", (60, 40), **how)
    assert jpeg_end(content, LIMITS) == len(content)
    assert jpeg_end(content + b"\0" * 99, LIMITS) == len(content)
    for share in (10, 50, 90, 99):
        assert jpeg_end(content[: len(content) * share // 100], LIMITS) == -1


@pytest.mark.parametrize(
    "tail", [a_zip(("a.txt", b"x")), b"MZ\x90\0" * 99, b"<html><script>", b"%PDF-1.7"]
)
def test_a_picture_that_goes_on_as_something_else_is_known(tail: bytes) -> None:
    assert foreign_tail(drawn("JPEG") + tail, LIMITS)


def test_a_zip_behind_a_picture_is_known_whatever_stands_between() -> None:
    assert foreign_tail(drawn("JPEG") + b"-" * 5000 + a_zip(("a.txt", b"x")), LIMITS)
    assert foreign_tail(drawn("JPEG")[:-2] + a_zip(("a.txt", b"x")), LIMITS)


@pytest.mark.parametrize("tail", [b"", b"\0" * 5000, b"\0\0\0\x20ftypmp42" * 99, None])
def test_what_phones_put_behind_a_picture_is_no_trick(tail: bytes | None) -> None:
    content = drawn("JPEG")
    assert not foreign_tail(content + (content if tail is None else tail), LIMITS)


@pytest.mark.parametrize(
    ("form", "kind"),
    [("PNG", "png"), ("GIF", "gif"), ("BMP", "bmp"), ("JPEG", "jpeg")],
)
def test_the_sides_of_a_picture_are_read_from_its_header(form: str, kind: str) -> None:
    content = drawn(form)
    assert sides(content, f"image/{kind}", LIMITS) == (60, 40)
    assert sides(content[:9], f"image/{kind}", LIMITS) == (0, 0)
    assert sides(content, "image/heic", LIMITS) == (0, 0)


def test_markers_without_end_cost_no_time() -> None:
    started = time.process_time()
    for piece in (b"\xff\xe0\x00\x02", b"\xff\x01", b"\xff", b"\xff\xd0"):
        content = b"\xff\xd8\xff\xe0\x00\x02" + piece * (10 * 1024**2 // len(piece))
        assert jpeg_end(content, LIMITS) == -1
        assert not foreign_tail(content, LIMITS)
        sides(content, "image/jpeg", LIMITS)
    assert time.process_time() - started < 2


# --- jpg made of them --------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "kind", "mode"),
    [
        *(
            ("PNG", "png", mode)
            for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
        ),
        *(("GIF", "gif", "P"), ("GIF", "gif", "L"), ("BMP", "bmp", "RGB")),
        *(("WEBP", "webp", "RGB"), ("WEBP", "webp", "RGBA")),
    ],
)
def test_each_form_that_people_paste_becomes_a_jpg(
    form: str, kind: str, mode: str
) -> None:
    made, pixels = as_jpeg(drawn(form, mode), f"image/{kind}", LIMITS)
    with Image.open(io.BytesIO(made)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("JPEG", (60, 40))
    assert pixels == 2400


def test_what_is_transparent_becomes_white() -> None:
    picture = Image.new("RGBA", (64, 600), (0, 0, 0, 0))
    picture.paste((*RED, 255), (0, 0, 32, 600))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    made, _ = as_jpeg(buffer.getvalue(), "image/png", LIMITS)
    with Image.open(io.BytesIO(made)) as flat:
        for place, colour in (((60, 5), WHITE), ((60, 590), WHITE), ((5, 300), RED)):
            found = flat.getpixel(place)
            assert isinstance(found, tuple)
            assert all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("P", (50, 50), colour) for colour in (0, 1)]
    for frame in frames:
        frame.putpalette([255, 255, 255, 0, 0, 0] + [0] * 762)
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    made, _ = as_jpeg(buffer.getvalue(), "image/gif", LIMITS)
    with Image.open(io.BytesIO(made)) as first:
        assert first.convert("L").getextrema()[0] > 240  # type: ignore[operator]  # one band


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_png(60_000, 60_000), "image/png"),
        (a_png(5000, 5000), "image/png"),
        (a_png(0, 0), "image/png"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (drawn("PNG")[:200], "image/png"),
        (b"GIF89a" + bytes(100), "image/gif"),
        (b"BM" + bytes(100), "image/bmp"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(50), "image/webp"),
        (drawn("PNG"), "image/gif"),
        (drawn("TIFF"), "image/tiff"),
        (b"", "image/png"),
    ],
)
def test_what_cannot_be_drawn_within_bounds_is_left_alone(
    content: bytes, kind: str
) -> None:
    started = time.process_time()
    assert as_jpeg(content, kind, LIMITS)[0] == b""
    assert time.process_time() - started < 1


def test_a_picture_of_just_the_bound_is_converted_and_one_row_more_is_not() -> None:
    limits = Limits(picture_pixels=60 * 40)
    assert as_jpeg(drawn("PNG"), "image/png", limits)[0]
    assert not as_jpeg(drawn("PNG", size=(60, 41)), "image/png", limits)[0]
    assert can_convert()
