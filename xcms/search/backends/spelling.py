"""How tokens are written into a full-text index so that no database's own parser cuts, folds or drops them."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from xcms.search.words import LONGEST_QUERY, index_tokens

#: What FTS5's tokenizer keeps as it is. It folds accents away, and does not know the younger characters.
_KEPT = "0-9a-z\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fcb"
_OTHERS = re.compile(rf"[^{_KEPT}]")
# Private-use characters: to FTS5 they are letters, to ``words`` they never are.
_CODE, _START, _END = "\ue000", "\ue001", "\ue002"
#: Stands between two values of one column, so that no phrase reaches from one into the other.
GAP = "\ue003"
#: No question has a longer run. An index row of PostgreSQL takes 2,700 bytes; so long a token at most 1,810.
_LONGEST = LONGEST_QUERY + 1


#: Whatever in tokens, joined by spaces, must be spelled otherwise.
_ODD = re.compile(rf"[^{_KEPT} ]|[^ ]{{{_LONGEST + 1}}}")


def spelled(token: str) -> str:
    """One character for one, or a code of fixed length: what begins a token begins its spelling."""
    return _OTHERS.sub(lambda found: f"{_CODE}{ord(found.group()):05x}", token[:_LONGEST])


def spelled_tokens(text: str) -> list[str]:
    tokens = index_tokens(text)
    if _ODD.search(" ".join(tokens)):
        return [spelled(token) for token in tokens]
    return tokens


def first_mark(token: str) -> str:
    """A token before the first one of a title: “begins with” becomes a phrase that is rare in the index."""
    return _START + token


def last_mark(token: str) -> str:
    return token + _END


def with_marks(tokens: Sequence[str]) -> list[str]:
    """A value whose beginning and end can be asked for; the marks also keep values apart."""
    return [first_mark(tokens[0]), *tokens, last_mark(tokens[-1])] if tokens else []


def with_gap(tokens: Sequence[str]) -> list[str]:
    return [*tokens, GAP] if tokens else []


def column_text(values: Iterable[Sequence[str]]) -> str:
    return " ".join(chain.from_iterable(values))
