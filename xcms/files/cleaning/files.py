"""What a file is by its bytes, whatever its name says, and who cleans it."""

from xcms.files.cleaning.compound import MAGIC, clean_compound
from xcms.files.cleaning.office import OfficeCleaner, is_office
from xcms.files.cleaning.open_document import OpenDocumentCleaner, is_open_document
from xcms.files.cleaning.outcome import ForeignError, Outcome, SignedError
from xcms.files.cleaning.pdf import clean_pdf
from xcms.files.cleaning.pictures import clean_picture, is_picture
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.packages import check_package, open_package
from xcms.importing.reading.refusals import Refusal

_PDF_WITHIN = 1024
_ZIP = b"PK\x03\x04"
#: A sheet in a slide in a text: nobody has more.
_DEEPEST = 3


def may_be_cleaned(start: bytes) -> bool:
    """By the first 1024 bytes: whether there is anything to ask a process for."""
    return start.startswith((_ZIP, MAGIC)) or b"%PDF-" in start or is_picture(start)


def clean(data: bytes, bounds: Bounds, depth: int = 0) -> Outcome:
    """Raises Refusal, SignedError, ForeignError."""
    if data.startswith(_ZIP):
        return _package(data, bounds, depth)
    if data.startswith(MAGIC):
        return clean_compound(data)
    if is_picture(data):
        return clean_picture(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return clean_pdf(data)
    raise ForeignError


def _package(data: bytes, bounds: Bounds, depth: int) -> Outcome:
    package = open_package(data)
    names = package.namelist()
    if not (is_office(names) or is_open_document(names)):
        raise ForeignError
    check_package(data, package, bounds)

    def nested(content: bytes, removed: set[str]) -> bytes:
        """A file inside the file; one that can't be cleaned stays as it is."""
        if depth >= _DEEPEST or not may_be_cleaned(content[:_PDF_WITHIN]):
            return content
        try:
            outcome = clean(content, bounds, depth + 1)
        except (Refusal, SignedError, ForeignError):
            return content
        removed |= outcome.removed
        return outcome.data if outcome.removed else content

    is_modern = is_office(names)
    cleaner = OfficeCleaner(package, nested) if is_modern else OpenDocumentCleaner(package)
    outcome = cleaner.clean()
    return outcome if outcome.removed else Outcome(data)
