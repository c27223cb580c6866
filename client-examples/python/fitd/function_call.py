"""A minimisation on the server of a function that lives here."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from typing import Any

import grpc

from fitd import errors
from fitd.evaluation import Evaluator
from fitd.v1 import fit_function_pb2, fit_pb2

JOURNAL_BYTES = 256 << 20


class Journal:
    """The answers so far, so that a fit that starts again on another server calls nothing twice.

    The server's asks follow from the answers alone: the same ones come again, in the same order. When
    it has grown over its bound it is given up, and the function is called anew.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[bytes, fit_function_pb2.Evaluation]] | None = []
        self._bytes = 0

    def find(self, ask: fit_function_pb2.Evaluate) -> fit_function_pb2.Evaluation | None:
        if self._entries is None or ask.id > len(self._entries):
            return None
        asked, answer = self._entries[ask.id - 1]
        return answer if asked == ask.SerializeToString(deterministic=True) else None

    def add(self, ask: fit_function_pb2.Evaluate, answer: fit_function_pb2.Evaluation) -> None:
        if self._entries is None:
            return
        del self._entries[ask.id - 1 :]
        self._bytes += answer.ByteSize() + ask.ByteSize()
        if self._bytes > JOURNAL_BYTES:
            self._entries = None
            return
        self._entries.append((ask.SerializeToString(deterministic=True), answer))


def minimize(
    method: Any,
    problem: fit_function_pb2.FunctionProblem,
    evaluator: Evaluator,
    journal: Journal,
    timeout: float | None,
    on_progress: Callable[[fit_pb2.Progress], Any] | None = None,
) -> fit_pb2.FitResult:
    """Runs one call of FitFunction; functions are called on this thread.

    What a function raises ends the call on the server and is raised here as it is.
    """
    outbox: queue.SimpleQueue[fit_function_pb2.FitFunctionRequest | None] = queue.SimpleQueue()
    outbox.put(fit_function_pb2.FitFunctionRequest(problem=problem))
    call = method(_until_none(outbox), timeout=timeout)
    try:
        for response in _responses(call):
            if on_progress is not None and response.HasField("progress"):
                on_progress(response.progress)
            if response.HasField("result"):
                return response.result
            ask = response.evaluate
            answer = journal.find(ask)
            if answer is None:
                answer = evaluator.answer(ask, [task.run() for task in evaluator.tasks(ask)])
                journal.add(ask, answer)
            outbox.put(fit_function_pb2.FitFunctionRequest(evaluation=answer))
    except BaseException:
        call.cancel()
        raise
    finally:
        outbox.put(None)
    raise errors.ServerFault(grpc.StatusCode.INTERNAL, "the fit ended without a result")


def _until_none(outbox: queue.SimpleQueue) -> Iterator[Any]:
    yield from iter(outbox.get, None)


def _responses(call: Any) -> Iterator[fit_function_pb2.FitFunctionResponse]:
    """What the server says; its errors as ours, which an error of a function cannot be taken for."""
    while True:
        try:
            response = next(call)
        except StopIteration:
            return
        except grpc.RpcError as error:
            raise errors.from_rpc_error(error) from None
        yield response
