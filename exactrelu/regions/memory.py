"""How much memory this process holds."""

import os
import platform
import sys
from pathlib import Path

__all__ = ["memory_in_use"]

_STATM = Path("/proc/self/statm")


def memory_in_use() -> tuple[str, int]:
    """A name of this process that no other one of a cluster has, and the bytes that it holds in memory.

    Where the system does not tell what is held now it is the most that was ever held; 0 where it tells neither.

    >>> name, held = memory_in_use()
    >>> held > 10**6
    True
    """
    return f"{platform.node()}:{os.getpid()}", _bytes()


def _bytes() -> int:
    try:
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
