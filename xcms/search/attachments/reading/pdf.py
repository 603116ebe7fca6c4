"""The text of a PDF, page by page. A scan has none."""

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO

from xcms.importing.reading.refusals import Refusal
from xcms.search.attachments.reading.passages import Writer
from xcms.search.attachments.reading.refusals import damaged, encrypted

#: Han and Chinese punctuation, which take no space between them.
_WIDE = r"\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60"
_RUNS_ON = re.compile(rf"(?![。！？；：])[{_WIDE}][{_WIDE}]")
_SPREAD = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_SPREAD_LINE = re.compile(rf"(?:[{_WIDE}] ){{3,}}")
#: Some programs write 一 as the radical of the same shape.
_LOOKALIKES = re.compile(r"[\u2f00-\u2fdf\uf900-\ufaff]")
#: A line this much shorter than the page's longest ends its paragraph, and so does one of few characters.
_FULL = 0.8
_SHORTEST_FULL = 15


def read_pdf(data: bytes, writer: Writer) -> None:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        # Files that only forbid printing or changes open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        count = len(reader.pages)
    except (Refusal, MemoryError):
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise encrypted() from error
    # In a broken file pypdf raises whatever Python does: KeyError, RecursionError, …
    except Exception as error:
        raise damaged() from error
    unreadable = 0
    for number in range(count):
        writer.begin(page=number + 1)
        try:
            text = reader.pages[number].extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  as above
            unreadable += 1
            continue
        for line in paragraphs(text):
            writer.line(line)
    if unreadable == count:
        raise damaged()
    writer.is_truncated = writer.is_truncated or unreadable > 0


def paragraphs(text: str) -> Iterator[str]:
    """A page's lines, those that break off inside a Chinese word joined with what follows."""
    lines = [line for line in map(_mended, text.splitlines()) if line]
    full = max(_SHORTEST_FULL, _FULL * max(map(len, lines), default=0))
    paragraph = ""
    for previous, line in zip(["", *lines], lines, strict=False):
        if paragraph and len(previous) >= full and _RUNS_ON.match(paragraph[-1] + line[0]):
            paragraph += line
            continue
        yield paragraph
        paragraph = line
    yield paragraph


def _mended(line: str) -> str:
    line = _LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line)
    line = line.strip()
    # Titles are spread out: 关 于 开 展 …
    return _SPREAD.sub("", line) if _SPREAD_LINE.match(line) else line
