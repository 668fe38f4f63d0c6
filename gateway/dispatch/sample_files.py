"""Specimens of files that came with a mail: kept, refused, or to be taken care with."""

from gateway.dispatch.foreign import FILES_LIMIT
from gateway.domain.submission_details import (
    FileMark,
    FileNote,
    RefusedFile,
    RefusedFor,
)

KEPT = ("error.jpg", "log.zip")

_SERVICE = "qq"
_EXTENSION = {
    RefusedFor.PICTURE_NOT_JPG: "png",
    RefusedFor.CLOUD_LINK: "rar",
    RefusedFor.WRONG_TYPE: "pdf",
}


def _refused(why: RefusedFor) -> RefusedFile:
    inside = why.startswith("zip") or why is RefusedFor.PATH_TRICKS
    extension = _EXTENSION.get(why, "zip" if inside else "jpg")
    return RefusedFile(
        filename=f"screen-{why}.{extension}",
        size_bytes=11 * 1024**2,
        limit_bytes=10 * 1024**2,
        why=why,
        service=_SERVICE if why is RefusedFor.CLOUD_LINK else "",
    )


_ALL = tuple(_refused(why) for why in RefusedFor)
REFUSED = tuple(
    _ALL[first : first + FILES_LIMIT] for first in range(0, len(_ALL), FILES_LIMIT)
)
"""One file for each reason, as many at a time as a letter names."""

NOTES = (
    FileNote(
        filename="log.zip",
        marks=(FileMark.EXECUTABLE_INSIDE, FileMark.ENCRYPTED, FileMark.NESTED_ARCHIVE),
    ),
    FileNote(
        filename="tool.zip",
        marks=(FileMark.INFECTED,),
        signature="Win.Test.EICAR_HDB-1",
    ),
    FileNote(filename="error.jpg", marks=(FileMark.TRUNCATED,)),
    FileNote(
        filename="dump.rar",
        marks=(FileMark.CLOUD_LINK,),
        service=_SERVICE,
        size_text="1.2G",
        expires="2023-11-08 17:32",
        url="https://wx.mail.qq.com/ftn/download?func=3&key=ant&code=bee",
    ),
)
