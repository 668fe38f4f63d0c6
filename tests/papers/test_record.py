"""R40, R58-R62: the form and the record of a request as papers, and the archive."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from gateway.desk.ports_papers import (
    Dossier,
    FiledFile,
    FiledMail,
    IssuedFile,
    RecordLine,
)
from gateway.domain.people import Locale
from gateway.domain.record import RecordRow
from gateway.domain.request import Request, Stage
from gateway.papers.archive import Manifest, bundle
from gateway.papers.record import harmless, minutes_of, record_table
from tests.papers.test_certificate import ToldPress, a_bureau, a_receipt
from tests.support.builders import ANNE, BART, PEOPLE
from tests.support.notices import all_words, the_request
from tests.support.papers import MOMENT

HEADS = ["工单编号", "处理阶段", "负责人", "时间节点", "操作内容", "备注"]


def a_line(request: Request, **changed: object) -> RecordLine:
    row = RecordRow(
        number=request.number,
        stage=Stage.DIAGNOSIS,
        actor=BART,
        at=MOMENT,
        time_text="10:20-11:30",
        kind="CauseFound",
        action=request.cause,
        remark="需后续优化数据库配置",
    )
    return RecordLine(
        row=replace(row, **changed),  # type: ignore[arg-type]  # the test's own names
        message_id="<ant@customer.example>",
        previous="ab" * 32,
    )


def a_dossier(locale: Locale = Locale.ZH_CN, **changed: object) -> Dossier:
    request = the_request(a_receipt(locale))
    mail = FiledMail(message_id="<ant@x>", code="", at=MOMENT, content=b"a mail")
    dossier = Dossier(
        request=request,
        record=(a_line(request),),
        mails=(mail,),
        letters=(replace(mail, code="C01", content=b"a letter"),),
        files=(
            FiledFile(filename="a.jpg", size_bytes=9, sha256="ab" * 32, refused=False),
        ),
        issued=(),
    )
    return replace(dossier, **changed)  # type: ignore[arg-type]  # the test's own names


def table_of(dossier: Dossier, locale: Locale = Locale.ZH_CN) -> list[list[str]]:
    content = record_table(dossier, all_words()[locale], PEOPLE)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def unzipped(dossier: Dossier, locale: Locale = Locale.ZH_CN) -> dict[str, bytes]:
    content = bundle(a_bureau(ToldPress()), dossier, locale, MOMENT)
    archive = zipfile.ZipFile(io.BytesIO(content))
    folder = f"{dossier.request.number}/"
    return {
        name.removeprefix(folder): archive.read(name) for name in archive.namelist()
    }


def test_the_record_has_the_six_columns_by_their_names() -> None:
    """R58, R59, R60, R61."""
    heads, row = table_of(a_dossier())

    assert heads[:6] == HEADS
    assert row[:6] == [
        "TS20231009001",
        "问题诊断",
        "Bart（技术工程师）",
        "10:20-11:30",
        "定位原因：数据库连接池占满，新订单拿不到连接",
        "需后续优化数据库配置",
    ]


def test_the_hidden_columns_are_in_the_table_alone() -> None:
    """2.2: sequence, source, Message-ID, minutes, visible, link."""
    heads, row = table_of(a_dossier())
    hidden = dict(zip(heads[6:], row[6:], strict=True))
    assert hidden == {
        "序号": "1",
        "来源": "邮件",
        "原邮件 Message-ID": "<ant@customer.example>",
        "耗时（分钟）": "70",
        "对外可见": "是",
        "前一行哈希": "ab" * 32,
    }
    page = unzipped(a_dossier())["process-record.html"].decode()
    assert "ab" * 32 not in page


def test_a_row_without_a_range_tells_its_minute_and_who_asked_is_named_so() -> None:
    """R51, R60."""
    request = the_request(a_receipt())
    line = a_line(request, actor=ANNE, time_text="")
    _, row = table_of(a_dossier(record=(line,)))
    assert row[2:4] == ["李安（请求人）", "2026-11-16 10:00"]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10:20-11:30", "70"),
        ("23:50–00:10", "20"),
        ("9:05至9:35", "30"),
        ("09:45", ""),
        ("", ""),
        ("soon", ""),
    ],
)
def test_a_range_tells_how_long_it_took(text: str, minutes: str) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_the_form_shows_every_choice_and_which_was_made() -> None:
    """R7, R9, R47-R57."""
    page = unzipped(a_dossier())["registration-form.html"].decode()

    for words in (
        "TS20231009001",
        "客户有限公司",
        "13800005678",
        "2023-10-09 09:30",
        "订单全部停下",
        "重启浏览器",
        "a.jpg",
        '<span class="box">✓</span>客户<',
        '<span class="box"></span>内部员工<',
        '<span class="box">✓</span>高<',
    ):
        assert words in page, words


def test_the_archive_says_what_is_in_it() -> None:
    """R40."""
    files = unzipped(a_dossier())
    manifest = msgspec.json.decode(files["manifest.json"], type=Manifest)

    assert manifest.number == "TS20231009001"
    listed = {one.path for one in manifest.files}
    assert listed == files.keys() - {"manifest.json", "manifest.sha256"}
    assert files["mails/0001.eml"] == b"a mail"
    assert files["letters/0001-C01.eml"] == b"a letter"
    sums = files["manifest.sha256"].decode().splitlines()
    assert len(sums) == len(manifest.files)


def test_the_same_dossier_gives_the_same_archive() -> None:
    first, again = (
        bundle(a_bureau(ToldPress()), a_dossier(), Locale.EN, MOMENT) for _ in range(2)
    )
    assert first == again


def test_a_name_from_outside_leads_nowhere() -> None:
    """THREATS: zip slip."""
    content = b"%PDF-hostile"
    letter = (
        b"MIME-Version: 1.0\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=x.pdf\r\n\r\n" + content
    )
    digest = hashlib.sha256(content).hexdigest()
    sent = FiledMail(message_id="<l@x>", code="C12", at=MOMENT, content=letter)
    issued = IssuedFile(
        filename="../../etc/passwd.pdf",
        number=the_request(a_receipt()).number,
        code="C12",
        sha256=digest,
        recipient=ANNE,
        at=MOMENT + timedelta(0),
        message_id="<l@x>",
    )
    files = unzipped(a_dossier(letters=(sent,), issued=(issued,)))

    (path,) = [name for name in files if files[name] == content]
    assert path.startswith("certificates/")
    assert "/.." not in path
    assert path.count("/") == 1
