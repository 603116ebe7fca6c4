"""Every public address of the register, and what it answers as text."""

import io
import zipfile

from django.test import Client
from openpyxl import load_workbook

LISTS = (
    "/registry/certificates/",
    "/registry/schools/",
    "/registry/organizations/",
    "/registry/approvals/",
    "/directory/",
)
FORMATS = ("html", "json", "csv", "xlsx", "atom")


def answer(client: Client, address: str, **query: str) -> str:
    """The whole answer as text; of a workbook, the text of its cells."""
    response = client.get(address, query)
    assert response.status_code == 200, (address, query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return str(content.decode())
    book = load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
