"""A snapshot of the register that lasts as long as its answer streams."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse


def keep_while_streaming(
    request: HttpRequest, response: HttpResponseBase, snapshot: ExitStack
) -> None:
    """Hand the snapshot over to an answer that has yet to read its rows; any other has read them."""
    if not isinstance(response, StreamingHttpResponse) or isinstance(response, FileResponse):
        return
    if request.method == "HEAD":
        # Servers throw the rows away, but not before they have all been read.
        response.streaming_content = ()
    else:
        response.streaming_content = _InSnapshot(iter(response), snapshot.pop_all())


class _InSnapshot:
    """The pieces of the answer. The server calls ``close`` in any case, also when the reader has gone."""

    def __init__(self, pieces: Iterator[bytes], snapshot: ExitStack) -> None:
        self._pieces = pieces
        self._snapshot = snapshot

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except StopIteration:
            self.close()
            raise
        except BaseException:
            self._snapshot.__exit__(*sys.exc_info())
            raise

    def close(self) -> None:
        self._snapshot.close()
