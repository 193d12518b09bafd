"""Locks between processes, released by the system even when their holder is killed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def waiting_lock(path: Path) -> Iterator[None]:
    """Hold the lock, after whoever has it now."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def shared_lock(path: Path) -> Iterator["SharedLock"]:
    """Hold the lock together with others who share it."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield SharedLock(handle.fileno())


class SharedLock:
    """A lock held with others, which may find out that it is alone."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def is_last(self) -> bool:
        """Whether nobody else shares the lock; if so, it is exclusive from now on."""
        return _locked(self.descriptor)


@contextmanager
def exclusive_lock(path: Path) -> Iterator[bool]:
    """Yield whether the lock was free, and hold it if it was."""
    with path.open("a") as handle:
        yield _locked(handle.fileno())


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
