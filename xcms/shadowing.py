"""Is ``registry`` the pack's package, or a package of the host that hides it?"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

#: Our apps' packages: common words, which a host may have used before.
PACKAGES = ("registry", "notices")


def shadowed_packages(home: Path) -> Iterator[str]:
    """A sentence for each of our packages that Python finds elsewhere than in ``home``.

    A package that is not found at all is none of this: the app need not be installed.
    """
    for package in PACKAGES:
        spec = find_spec(package)
        found = Path(spec.origin).resolve().parent if spec and spec.origin else None
        if found is not None and found != home / package:
            yield (
                f"Python finds the package “{package}” in {found}, which hides the one of wagtail-xcms. "
                f"Rename your own top-level package “{package}”."
            )
