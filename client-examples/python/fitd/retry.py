"""When a call that found no server is made again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from fitd.errors import FitdError, Overloaded, Unavailable

T = TypeVar("T")


@dataclass(frozen=True)
class Retry:
    """Fits and what the catalogue answers are pure: a call that ends with Unavailable is made again,
    on another server perhaps, as if it were the first.

    The delay doubles from `first_delay` up to `max_delay`, give or take a fifth, unless the server
    names one (its grpc-retry-pushback-ms, where a negative number forbids another try).
    """

    attempts: int = 5  # calls in all; 1: never again
    first_delay: float = 0.1  # seconds
    max_delay: float = 5.0
    overloaded: bool = False  # Overloaded too, after the time that the server names

    def delay(self, attempt: int, error: FitdError) -> float | None:
        """Seconds to wait after failure number `attempt`, from 1 on; None: it is final."""
        kinds = (Unavailable, Overloaded) if self.overloaded else (Unavailable,)
        if not isinstance(error, kinds) or attempt >= self.attempts:
            return None
        if error.pushback is not None:
            return error.pushback if error.pushback >= 0 else None
        backoff = min(self.max_delay, self.first_delay * 2 ** (attempt - 1))
        return backoff * random.uniform(0.8, 1.2)


class Deadline:
    """`timeout` seconds from now, over all attempts; None is never."""

    def __init__(self, timeout: float | None) -> None:
        self._end = None if timeout is None else time.monotonic() + timeout

    def remaining(self) -> float | None:
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def allows(self, delay: float) -> bool:
        return self._end is None or time.monotonic() + delay < self._end


class Attempts:
    """Counts the failures of one call."""

    def __init__(self, retry: Retry, timeout: float | None) -> None:
        self._retry = retry
        self._failed = 0
        self._deadline = Deadline(timeout)

    def remaining(self) -> float | None:
        """The timeout of the next attempt."""
        return self._deadline.remaining()

    def delay_after(self, error: FitdError) -> float:
        """How long to wait before the next attempt; raises `error` where it is final."""
        self._failed += 1
        delay = self._retry.delay(self._failed, error)
        if delay is None or not self._deadline.allows(delay):
            raise error
        return delay

    def start_over(self) -> None:
        """There was progress: failures are counted from here."""
        self._failed = 0

    def run(self, call: Callable[[float | None], T]) -> T:
        """`call` with its timeout, until it returns."""
        while True:
            try:
                return call(self.remaining())
            except FitdError as error:
                delay = self.delay_after(error)
            time.sleep(delay)

    async def run_async(self, call: Callable[[float | None], Awaitable[T]]) -> T:
        """The same where `call` is awaited."""
        while True:
            try:
                return await call(self.remaining())
            except FitdError as error:
                delay = self.delay_after(error)
            await asyncio.sleep(delay)
