"""One model fitted to many data sets: numpy in, numpy out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Unpack

import grpc

from fitd import errors
from fitd.batch_answers import BatchAnswers
from fitd.batch_data import BatchData, HeaderOptions
from fitd.batch_result import BatchProgress, BatchResult
from fitd.retry import Attempts, Retry
from fitd.v1 import fit_batch_pb2 as pb


class Batch:
    """A batch under way, over as many calls as it takes."""

    def __init__(
        self,
        model: str,
        x: Any,
        y: Any,
        sigma: Any = None,
        *,
        starts: Any = None,
        chunk_size: int | None = None,
        progress: bool | Callable[[BatchProgress], Any] = False,
        retries: int = 5,
        timeout: float | None = None,
        **options: Unpack[HeaderOptions],
    ) -> None:
        self._data = BatchData.of(x, y, sigma, starts)
        self._header = self._data.header(model, **options)
        self._chunk_size = chunk_size or self._data.chunk_size()
        self._answers = BatchAnswers(len(self._data.y))
        self._progress = progress
        # Failures are counted anew after every answer.
        self._attempts = Attempts(
            Retry(attempts=retries + 1, first_delay=0.5, overloaded=True), timeout
        )
        self._report: Callable[[], Any] = lambda: None

    def run(self, stub: Any) -> BatchResult:
        """Runs it to its end on this thread."""
        with _reporter(self._progress, self._answers) as self._report:
            self._attempts.run(lambda left: self._attempt(stub, left))
        return self._answers.result()

    async def run_async(self, stub: Any) -> BatchResult:
        """The same on an event loop."""
        with _reporter(self._progress, self._answers) as self._report:
            await self._attempts.run_async(lambda left: self._attempt_async(stub, left))
        return self._answers.result()

    def _attempt(self, stub: Any, timeout: float | None) -> None:
        """Sends once what is unanswered. Should a report raise, or Ctrl-C arrive, the call ends."""
        stream = stub.FitBatch(self._requests(), timeout=timeout)
        try:
            for response in stream:
                self._take(response)
        except grpc.RpcError as error:
            raise _ours(error) from None
        except BaseException:
            stream.cancel()
            raise

    async def _attempt_async(self, stub: Any, timeout: float | None) -> None:
        stream = stub.FitBatch(_without_waiting(self._requests()), timeout=timeout)
        try:
            async for response in stream:
                self._take(response)
        except grpc.RpcError as error:
            raise _ours(error) from None
        finally:
            stream.cancel()  # nothing where it has ended

    def _requests(self) -> Iterator[pb.FitBatchRequest]:
        pieces = list(self._answers.unanswered(self._chunk_size))
        return self._data.requests(self._header, pieces)

    def _take(self, response: pb.FitBatchResponse) -> None:
        if self._answers.take(response):
            self._attempts.start_over()
            self._report()


async def _without_waiting(requests: Iterator[pb.FitBatchRequest]) -> Any:
    """An asynchronous iterator, which lets others run between two chunks."""
    for request in requests:
        yield request
        await asyncio.sleep(0)


def _ours(error: grpc.RpcError) -> errors.FitdError:
    """Nobody here cancels: a server that ends may cut what it has just taken. grpc.aio calls a stream
    that broke while it was written to an internal error of its core."""
    ours = errors.from_rpc_error(error)
    broke = ours.code == grpc.StatusCode.INTERNAL and "from Core" in str(ours)
    if broke or isinstance(ours, errors.Cancelled):
        return errors.Unavailable(ours.code, str(ours))
    return ours


def _reporter(
    progress: bool | Callable[[BatchProgress], Any], answers: BatchAnswers
) -> AbstractContextManager[Callable[[], Any]]:
    """What to call after each answer, while the batch runs."""
    if callable(progress):
        return nullcontext(lambda: progress(answers.state()))
    if not progress:
        return nullcontext(lambda: None)
    return _Bar(answers)


class _Bar:
    """tqdm's bar: count, rate, time left, failures."""

    def __init__(self, answers: BatchAnswers) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise ImportError("progress=True needs the package tqdm; or give a function") from None
        self.answers = answers
        self.bar = tqdm(total=len(answers.termination), unit="fit", unit_scale=True)

    def __enter__(self) -> Callable[[], None]:
        return self.update

    def update(self) -> None:
        failed = self.answers.done - self.answers.converged
        if failed:
            self.bar.set_postfix(failed=failed, refresh=False)
        self.bar.update(self.answers.done - self.bar.n)

    def __exit__(self, *_: object) -> None:
        self.bar.close()
