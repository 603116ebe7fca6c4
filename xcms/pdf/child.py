"""Makes the PDF, in a process of its own: HTML on standard input, PDF on standard output. No Django."""

import sys
from typing import Any

from xcms.confined.limits import limit_itself

#: More than a list of some thousand rows takes.
_MOST_BYTES = 64 * 1024 * 1024


def main(request: dict[str, Any]) -> None:
    limit_itself(memory=request["memory"], seconds=request["seconds"], output=_MOST_BYTES)
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # Nothing is fetched: neither from the network nor from this machine.
    fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    text = sys.stdin.buffer.read().decode()
    made = HTML(string=text, base_url=request["base_url"], url_fetcher=fetcher).write_pdf()
    sys.stdout.buffer.write(made or b"")
