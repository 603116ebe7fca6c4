"""Rewrites a zipped office file: parts that nothing has to be done to keep their bytes."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from xcms.files.cleaning.markup import outline
from xcms.importing.reading.packages import content_of, open_package
from xcms.search.attachments.reading.refusals import damaged

_SAME_DAY = (1980, 1, 1, 0, 0, 0)

#: The new content of a part, or None to leave the part out.
Edit = Callable[[str, bytes], bytes | None]


def rewritten(
    package: zipfile.ZipFile, edit: Edit, *, same_outline: Callable[[str], bool]
) -> bytes:
    """The package with its parts edited, in their order; days, remarks and extra fields of the archive go too.

    Looks at the result once more: every part that was not edited is the same, and one whose ``same_outline``
    holds has lost attributes at most.
    """
    out = BytesIO()
    edits: dict[str, bytes | None] = {}
    with zipfile.ZipFile(out, "w") as written:
        for part in package.infolist():
            content = content_of(package, part.filename)
            new = edit(part.filename, content)
            if new != content:
                edits[part.filename] = new
            if new is None:
                continue
            info = zipfile.ZipInfo(part.filename, _SAME_DAY)
            info.compress_type = part.compress_type
            info.external_attr = part.external_attr
            written.writestr(info, new)
    data = out.getvalue()
    _check(package, data, edits, same_outline)
    return data


def _check(
    package: zipfile.ZipFile,
    data: bytes,
    edits: Mapping[str, bytes | None],
    same_outline: Callable[[str], bool],
) -> None:
    again = open_package(data)
    names = [
        part.filename for part in package.infolist() if edits.get(part.filename, b"") is not None
    ]
    if again.namelist() != names:
        raise damaged()
    for name in names:
        before, after = content_of(package, name), content_of(again, name)
        if name not in edits:
            if before != after:
                raise damaged()
        elif name.lower().endswith((".xml", ".rels", ".vml")):
            digest = outline(after)
            if same_outline(name) and outline(before) != digest:
                raise damaged()
