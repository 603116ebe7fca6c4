"""What a process that reads a stranger's file allows itself. Runs in that process: no Django."""

import contextlib


def limit_itself(*, memory: int, seconds: int, output: int) -> None:
    """``memory`` and ``output`` in bytes; ``seconds`` of computing."""
    try:
        import resource
    except ImportError:
        return  # not a Unix host; the parent's clock still counts
    for what, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            amount = min(amount, hard)
        # A host that counts otherwise (macOS and address space) keeps its own limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (amount, hard))
