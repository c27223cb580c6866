"""A fit that is running."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import grpc

from fitd import errors, result
from fitd.data import FitData
from fitd.retry import Attempts
from fitd.v1 import fit_pb2


@dataclass(frozen=True)
class Progress:
    """The state of a fit at an accepted iterate."""

    iteration: int
    nfev: int
    njev: int
    residual_norm: float
    gradient_cosine: float
    damping: float  # the Levenberg-Marquardt parameter lambda
    radius: float
    gain_ratio: float | None
    parameters: list[float]  # all, in the model's order
    elapsed_seconds: float
    skipped: int  # reports passed over since the one before

    def __str__(self) -> str:
        return (
            f"iteration {self.iteration:3d}  nfev {self.nfev:4d}  "
            f"residual norm {self.residual_norm:.6e}"
        )


def to_progress(p: fit_pb2.Progress) -> Progress:
    return Progress(
        iteration=p.iteration,
        nfev=p.nfev,
        njev=p.njev,
        residual_norm=p.residual_norm,
        gradient_cosine=p.gradient_cosine,
        damping=getattr(p, "lambda"),
        radius=p.radius,
        gain_ratio=p.gain_ratio if p.HasField("gain_ratio") else None,
        parameters=list(p.parameters),
        elapsed_seconds=p.elapsed.ToTimedelta().total_seconds(),
        skipped=p.skipped,
    )


class FitCall:
    """A running fit: iterate over its progress, then take result(); cancel() from any thread.

    Where its server ends, the fit begins anew on another, and its progress with it.
    """

    def __init__(
        self,
        open_stream: Callable[[float | None], Any],
        attempts: Attempts,
        data: FitData | None = None,
        evaluate: Callable[..., Any] | None = None,
    ) -> None:
        self._open_stream = open_stream
        self._attempts = attempts
        self._data = data
        self._evaluate = evaluate
        self._cancelled = threading.Event()
        self._result: result.FitResult | None = None
        self._stream = open_stream(attempts.remaining())

    def __iter__(self) -> Iterator[Progress]:
        """Each report as it arrives. Leaving the loop early leaves the fit running."""
        while self._result is None:
            try:
                yield from self._reports()
                return
            except errors.FitdError as error:
                delay = self._attempts.delay_after(error)
            if self._cancelled.wait(delay):
                raise errors.Cancelled(grpc.StatusCode.CANCELLED, "the fit was cancelled")
            self._stream = self._open_stream(self._attempts.remaining())

    def _reports(self) -> Iterator[Progress]:
        try:
            for event in self._stream:
                if event.HasField("progress"):
                    yield to_progress(event.progress)
                if event.HasField("result"):
                    self._result = result.from_message(event.result, self._data, self._evaluate)
        except grpc.RpcError as error:
            raise errors.from_rpc_error(error) from None

    def result(self, on_progress: Callable[[Progress], Any] | None = None) -> result.FitResult:
        """Waits for the end. Should `on_progress` raise, or Ctrl-C arrive, the fit is cancelled."""
        try:
            for progress in self:
                if on_progress is not None:
                    on_progress(progress)
        except BaseException:
            self.cancel()
            raise
        if self._result is None:
            raise errors.ServerFault(grpc.StatusCode.INTERNAL, "the fit ended without a result")
        return self._result

    def cancel(self) -> None:
        """Stops the computation; a waiting result() raises Cancelled. Nothing once it has ended."""
        self._cancelled.set()
        self._stream.cancel()
