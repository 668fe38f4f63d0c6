"""The review's sheets as one table file, for spreadsheets (RFC 4180).

UTF-8 with a mark, which spreadsheets need for Chinese.
"""

import csv
import io

from gateway.desk.ports_reports import Shown
from gateway.dispatch.tables_found import harmless


def table_file(report: Shown) -> bytes:
    """Sheet after sheet, an empty line between them."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    for one in report.sheets:
        writer.writerow([one.title])
        writer.writerow(one.columns)
        writer.writerows([harmless(cell) for cell in row] for row in one.rows)
        writer.writerow([])
    return sheet.getvalue().encode("utf-8-sig", "replace")
