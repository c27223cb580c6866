"""The calls for asyncio: AsyncClient has Client's methods, awaited."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, Unpack

import grpc
import numpy as np

from fitd import errors, models, requests, result
from fitd.batch import Batch
from fitd.batch_result import BatchResult
from fitd.client import CHANNEL_OPTIONS, DEFAULT_ADDRESS
from fitd.data import FitData, take_data
from fitd.fit_call import Progress, to_progress
from fitd.function_call import Journal
from fitd.least_squares import Setup, answer, check_start, improper_answer, prepare
from fitd.requests import FitOptions
from fitd.retry import Attempts, Retry
from fitd.v1 import (
    fit_function_pb2,
    fit_pb2,
    fit_service_pb2_grpc,
    model_service_pb2,
    model_service_pb2_grpc,
)


class AsyncClient:
    """A connection to a fitd server, of one event loop. Close it, or use it in `async with`.

    Cancelling the task that awaits a fit stops the fit on the server. What Client's docstrings say
    holds here too.
    """

    def __init__(
        self,
        target: str = DEFAULT_ADDRESS,
        *,
        retry: Retry | None = None,
        compression: grpc.Compression | None = None,
    ) -> None:
        self._retry = retry or Retry()
        self._channel = grpc.aio.insecure_channel(target, CHANNEL_OPTIONS, compression)
        self._fits = fit_service_pb2_grpc.FitServiceStub(self._channel)
        self._models = model_service_pb2_grpc.ModelServiceStub(self._channel)

    async def close(self) -> None:
        await self._channel.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def fit(
        self,
        model: str,
        x: Any,
        y: Any,
        sigma: Any = None,
        *,
        on_progress: Callable[[Progress], Any] | None = None,
        **options: Any,
    ) -> result.FitResult:
        """Client.fit(); its result can be drawn and evaluated by a Client alone."""
        options.setdefault("progress", on_progress is not None)
        return await self.start_fit(model, x, y, sigma, **options).result(on_progress)

    def start_fit(
        self,
        model: str,
        x: Any,
        y: Any,
        sigma: Any = None,
        *,
        data: Any = None,
        progress: bool = True,
        timeout: float | None = None,
        **options: Unpack[FitOptions],
    ) -> AsyncFitCall:
        """Begins a fit, at once: iterate over its progress, then await result()."""
        fit_data = take_data(x, y, sigma, data)
        request = requests.fit_request(
            model, fit_data.x, fit_data.y, fit_data.sigma, progress=progress, **options
        )
        attempts = Attempts(self._retry, timeout)
        return AsyncFitCall(lambda left: self._fits.Fit(request, timeout=left), attempts, fit_data)

    async def batch(
        self, model: str, x: Any, y: Any, sigma: Any = None, **options: Any
    ) -> BatchResult:
        """Client.batch(). Cancelling the task that awaits it ends the call."""
        return await Batch(model, x, y, sigma, **options).run_async(self._fits)

    async def leastsq(
        self,
        func: Callable[..., Any],
        x0: Any,
        args: Any = (),
        Dfun: Callable[..., Any] | None = None,
        full_output: bool = False,
        col_deriv: bool = False,
        ftol: float = 1.49012e-8,
        xtol: float = 1.49012e-8,
        gtol: float = 0.0,
        maxfev: int = 0,
        epsfcn: float | None = None,
        factor: float = 100,
        diag: Any = None,
        timeout: float | None = None,
    ) -> tuple:
        """fitd.leastsq(); `func` and `Dfun` may be async functions."""
        setup = await _prepare(
            func, x0, args, Dfun, col_deriv, ftol, xtol, gtol, maxfev, epsfcn, factor, diag
        )  # fmt: skip
        if setup.improper:
            return improper_answer(setup, full_output)
        check_start(setup.x0)
        journal = Journal()
        attempts = Attempts(self._retry, timeout)
        fit = await attempts.run_async(
            lambda left: _minimize(self._fits.FitFunction, setup, journal, left)
        )
        return answer(setup, fit, full_output, stacklevel=3)

    async def models(
        self, group: str = "", text: str = "", timeout: float | None = 30
    ) -> list[models.Model]:
        request = model_service_pb2.ListModelsRequest(group=group, text=text)
        found = []
        while True:
            page = await self._call(self._models.ListModels, request, timeout)
            found.extend(map(models.from_message, page.models))
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    async def model(
        self, name: str, timeout: float | None = 30, *, predictors: Iterable[str] = ()
    ) -> models.Model:
        """A model, or an expression, in which the names `predictors`, and x, are data."""
        request = model_service_pb2.GetModelRequest(name=name, predictors=predictors)
        return models.from_message(await self._call(self._models.GetModel, request, timeout))

    async def evaluate(
        self,
        model: str,
        x: Any,
        parameters: Iterable[float] | Mapping[str, float],
        *,
        jacobian: bool = False,
        timeout: float | None = 30,
    ) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        if isinstance(parameters, Mapping):
            names = x if isinstance(x, Mapping) else ()
            described = await self.model(model, timeout, predictors=names)
            parameters = requests.in_order(parameters, described)
        request = requests.evaluate_request(model, x, parameters, jacobian)
        response = await self._call(self._models.EvaluateModel, request, timeout)
        return requests.evaluated(response, jacobian)

    async def guess(
        self, model: str, x: Any, y: Any, timeout: float | None = 30
    ) -> dict[str, float]:
        request = requests.guess_request(model, x, y)
        response = await self._call(self._models.GuessParameters, request, timeout)
        return dict(zip(response.names, response.parameters))

    async def _call(self, method: Callable[..., Any], request: Any, timeout: float | None) -> Any:
        async def once(left: float | None) -> Any:
            try:
                return await method(request, timeout=left)
            except grpc.RpcError as error:
                raise errors.from_rpc_error(error) from None

        return await Attempts(self._retry, timeout).run_async(once)


class AsyncFitCall:
    """A running fit: iterate over its progress with `async for`, then await result()."""

    def __init__(
        self, open_stream: Callable[[float | None], Any], attempts: Attempts, data: FitData
    ) -> None:
        self._open_stream = open_stream
        self._attempts = attempts
        self._data = data
        self._cancelled = asyncio.Event()
        self._result: result.FitResult | None = None
        self._stream = open_stream(attempts.remaining())

    async def __aiter__(self) -> AsyncIterator[Progress]:
        """Each report as it arrives. Leaving the loop early leaves the fit running."""
        while self._result is None:
            try:
                async for report in self._reports():
                    yield report
                return
            except errors.FitdError as error:
                delay = self._attempts.delay_after(error)
            try:
                await asyncio.wait_for(self._cancelled.wait(), delay)
            except TimeoutError:
                self._stream = self._open_stream(self._attempts.remaining())
            else:
                raise errors.Cancelled(grpc.StatusCode.CANCELLED, "the fit was cancelled")

    async def _reports(self) -> AsyncIterator[Progress]:
        try:
            async for event in self._stream:
                if event.HasField("progress"):
                    yield to_progress(event.progress)
                if event.HasField("result"):
                    self._result = result.from_message(event.result, self._data)
        except grpc.RpcError as error:
            raise errors.from_rpc_error(error) from None
        except asyncio.CancelledError:
            if self._cancelled.is_set():  # by cancel(), not with the task
                raise errors.Cancelled(grpc.StatusCode.CANCELLED, "the fit was cancelled") from None
            raise

    async def result(
        self, on_progress: Callable[[Progress], Any] | None = None
    ) -> result.FitResult:
        """Waits for the end. Where this is cancelled, or `on_progress` raises, so is the fit."""
        try:
            async for progress in self:
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


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def _prepare(func: Callable, x0: Any, args: Any, dfun: Callable | None, *rest: Any) -> Setup:
    """prepare(), its first looks at the functions awaited beforehand."""
    start = np.asarray(x0).flatten()
    arguments = args if isinstance(args, tuple) else (args,)
    looks = {}
    for function in filter(None, (func, dfun)):
        looks[function] = await _awaited(function(start[: len(start)], *arguments))
    shown = prepare(
        lambda *_: looks[func], x0, args, None if dfun is None else lambda *_: looks[dfun], *rest
    )
    evaluator = shown.evaluator
    return Setup(
        shown.x0,
        type(evaluator)(func, dfun, arguments, evaluator.m, evaluator.jacobian_shape),
        shown.improper,
        shown.problem,
    )


async def _minimize(
    method: Any, setup: Setup, journal: Journal, timeout: float | None
) -> fit_pb2.FitResult:
    call = method(timeout=timeout)
    try:
        await _write(call, fit_function_pb2.FitFunctionRequest(problem=setup.problem))
        while (response := await _read(call)) is not grpc.aio.EOF:
            if response.HasField("result"):
                return response.result
            ask = response.evaluate
            reply = journal.find(ask)
            if reply is None:
                tasks = setup.evaluator.tasks(ask)
                values = [task.check(await _awaited(task.function(task.x))) for task in tasks]
                reply = setup.evaluator.answer(ask, values)
                journal.add(ask, reply)
            await _write(call, fit_function_pb2.FitFunctionRequest(evaluation=reply))
        raise errors.ServerFault(grpc.StatusCode.INTERNAL, "the fit ended without a result")
    finally:
        call.cancel()  # nothing where it has ended


async def _write(call: Any, request: fit_function_pb2.FitFunctionRequest) -> None:
    try:
        await call.write(request)
    except grpc.RpcError as error:
        raise errors.from_rpc_error(error) from None
    except asyncio.InvalidStateError:
        pass  # the call has ended; reading says how


async def _read(call: Any) -> Any:
    try:
        return await call.read()
    except grpc.RpcError as error:
        raise errors.from_rpc_error(error) from None
