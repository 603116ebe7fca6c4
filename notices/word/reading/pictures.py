"""Pictures of the file: what Pillow recognises, as its bytes are; nothing is made worse."""

import warnings
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageFile

from notices.word.reading.package import WordPackage
from notices.word.reading.refusals import too_long
from notices.word.reading.remarks import Remarks

#: Formats that a browser shows, with the file extensions that Wagtail takes.
_SHOWN = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
#: Formats of before, kept without loss as PNG.
_CONVERTED = frozenset({"BMP", "DIB", "TIFF"})
_READ = (*_SHOWN, "BMP", "DIB", "TIFF")
_MOST_PIXELS = 50_000_000
_MOST_PICTURES = 200
#: What all pictures together may take in the answer.
_MOST_BYTES = 80 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PictureFile:
    name: str
    content: bytes
    width: int
    height: int


@dataclass(slots=True)
class Pictures:
    package: WordPackage
    remarks: Remarks
    most_bytes: int
    files: list[PictureFile] = field(default_factory=list)
    _known: dict[str, int | None] = field(default_factory=dict)

    def take(self, part: str) -> int | None:
        """The number of the picture in this part; None, and a remark, where it can't be shown."""
        if part not in self._known:
            file = self._read(part)
            self._known[part] = None if file is None else len(self.files)
            if file is not None:
                self.files.append(file)
                if (
                    len(self.files) > _MOST_PICTURES
                    or sum(len(one.content) for one in self.files) > _MOST_BYTES
                ):
                    raise too_long()
        return self._known[part]

    def _read(self, part: str) -> PictureFile | None:
        name = part.rpartition("/")[2]
        if part not in self.package.names:
            self.remarks.add("picture_missing", name)
            return None
        content = self.package.content(part)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                return self._checked(name, content)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            self.remarks.add("picture_large", name)
        except Exception:  # noqa: BLE001  # Pillow raises whatever a damaged file leads to
            self.remarks.add("picture_unreadable", name)
        return None

    def _checked(self, name: str, content: bytes) -> PictureFile | None:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        with Image.open(BytesIO(content), formats=_READ) as picture:
            kind, width, height = picture.format or "", picture.width, picture.height
            if width * height * getattr(picture, "n_frames", 1) > _MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.load()
            if kind in _CONVERTED:
                out = BytesIO()
                mode = picture.mode if picture.mode in ("1", "L", "P", "RGB", "RGBA") else "RGB"
                picture.convert(mode).save(out, "PNG")
                content, kind = out.getvalue(), "PNG"
        if len(content) > self.most_bytes:
            self.remarks.add("picture_large", name)
            return None
        stem = name.rpartition(".")[0] or name
        return PictureFile(f"{stem}.{_SHOWN[kind]}", content, width, height)
