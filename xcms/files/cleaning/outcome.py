"""What comes out of cleaning a file, in the child process. No Django."""

from dataclasses import dataclass, field

# What was removed, as the answer names it; xcms.files.cleaning.labels has the words.
AUTHORS = "authors"
ORGANIZATION = "organization"
COMMENT_AUTHORS = "comment_authors"
REVISIONS = "revisions"
PROPERTIES = "properties"
THUMBNAIL = "thumbnail"
PATHS = "paths"
PLACE = "place"
CAMERA = "camera"


@dataclass(slots=True)
class Outcome:
    """``data`` is the file without its metadata. ``incomplete``: some of them can't be reached in this format."""

    data: bytes
    removed: set[str] = field(default_factory=set)
    incomplete: bool = False


class SignedError(Exception):
    """The file bears a digital signature, which any change would break."""


class ForeignError(Exception):
    """Nobody here knows where a file of this kind keeps its metadata."""
