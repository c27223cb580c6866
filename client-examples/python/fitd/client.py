"""The calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any, TypeVar, Unpack

import grpc
import numpy as np

from fitd import errors, models, requests
from fitd.batch import Batch
from fitd.batch_result import BatchResult
from fitd.data import take_data
from fitd.evaluation import Evaluator
from fitd.fit_call import FitCall, Progress
from fitd.function_call import Journal, minimize
from fitd.global_fit import DataSet, to_data_sets
from fitd.progress_bar import progress_bar
from fitd.requests import FitOptions
from fitd.result import FitResult
from fitd.retry import Attempts, Retry
from fitd.v1 import (
    fit_function_pb2,
    fit_pb2,
    fit_service_pb2_grpc,
    model_service_pb2,
    model_service_pb2_grpc,
)

T = TypeVar("T")

DEFAULT_ADDRESS = "127.0.0.1:50051"

CHANNEL_OPTIONS = [
    # Results may be larger than the default of 4 MiB.
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # A dead connection is noticed within 30 s. The server permits a ping every 10 s.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    # Retry has delays of its own; gRPC's would outlast them.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 5_000),
]


class Client:
    """A connection to a fitd server; thread-safe. Close it, or use it in a `with` statement.

    `timeout` of a call is in seconds and ends the call with DeadlineExceeded; None waits for ever.
    `compression` is gRPC's, for what is sent. `retry` says when a call is made again.
    """

    def __init__(
        self,
        target: str = DEFAULT_ADDRESS,
        *,
        retry: Retry | None = None,
        compression: grpc.Compression | None = None,
    ) -> None:
        self._retry = retry or Retry()
        self._channel = grpc.insecure_channel(target, CHANNEL_OPTIONS, compression)
        self._fits = fit_service_pb2_grpc.FitServiceStub(self._channel)
        self._models = model_service_pb2_grpc.ModelServiceStub(self._channel)

    def close(self) -> None:
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fit(
        self,
        model: str,
        x: Any,
        y: Any,
        sigma: Any = None,
        *,
        data: Any = None,
        progress: bool | Callable[[Progress], Any] = False,
        on_progress: Callable[[Progress], Any] | None = None,
        timeout: float | None = None,
        **options: Unpack[FitOptions],
    ) -> FitResult:
        """Fits `model` to `y` over `x` and waits; the keywords are FitOptions'.

        x: an array, or for models with several predictors a mapping from their names to arrays, or a
        DataFrame of them. sigma: standard deviations of y. With `data`, a DataFrame, they are names of
        its columns. progress: True for a bar (needs the package tqdm), or a function of Progress, which
        on_progress is too. Should it raise, or Ctrl-C arrive, the fit is cancelled.
        """
        report = progress if callable(progress) else on_progress
        bar = progress_bar(model) if progress is True else nullcontext(report)
        with bar as report:
            call = self.start_fit(
                model,
                x,
                y,
                sigma,
                data=data,
                progress=report is not None,
                timeout=timeout,
                **options,
            )
            return call.result(report)

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
    ) -> FitCall:
        """Begins a fit as fit() does; progress: whether reports come."""
        fit_data = take_data(x, y, sigma, data)
        request = requests.fit_request(
            model, fit_data.x, fit_data.y, fit_data.sigma, progress=progress, **options
        )
        return FitCall(
            lambda left: self._fits.Fit(request, timeout=left),
            Attempts(self._retry, timeout),
            fit_data,
            self.evaluate,
        )

    def fit_global(
        self,
        data_sets: Iterable[DataSet | tuple] | Mapping[str, DataSet | tuple],
        model: str = "",
        *,
        shared: Iterable[str] = (),
        on_progress: Callable[[Progress], Any] | None = None,
        timeout: float | None = None,
        **options: Unpack[FitOptions],
    ) -> FitResult:
        """Fits several data sets at once and waits; the keywords are FitOptions'.

        data_sets: DataSets, or tuples (x, y) or (x, y, sigma), or a mapping from names to these.
        model: of the sets that have none of their own. shared: the parameters that all sets have in
        common; any other, `center` say, is each set's own, `center_1`, `center_2`. In start, fixed,
        bounds and ties the name `center` stands for those of all sets. See FitResult.data_sets.
        """
        request = requests.fit_request(model, progress=on_progress is not None, **options)
        request.data_sets.extend(to_data_sets(data_sets))
        request.shared.extend(shared)
        call = FitCall(
            lambda left: self._fits.Fit(request, timeout=left),
            Attempts(self._retry, timeout),
            None,
            self.evaluate,
        )
        return call.result(on_progress)

    def batch(self, model: str, x: Any, y: Any, sigma: Any = None, **options: Any) -> BatchResult:
        """Fits `model` to every row of `y` and waits.

        y: [K, m], or [K, ...] with m values each; float32 travels as it is, half the bytes.
        x, sigma: as in start_fit(), m values that all data sets share, or K rows of them.
        start, fixed, free, bounds, ties: as in start_fit(), shared; starts: K rows of all parameters instead.
        arrays: which large arrays come back: "fvec", "cov_x", "covariance".
        progress: True for a bar (needs the package tqdm), or a function of BatchProgress.
        chunk_size: data sets sent at a time; None: about 1 MiB.
        retries: a call that ends with Unavailable or Overloaded is repeated for what is
            unanswered, until so many in a row bring no answer.
        absolute_sigma, loss, f_scale, ftol, xtol, gtol, maxfev, factor, diag, labels, request_id, timeout: as in
            start_fit().

        A data set that cannot be fitted spoils only itself: see BatchResult.faults.
        """
        return Batch(model, x, y, sigma, **options).run(self._fits)

    def minimize(
        self,
        problem: fit_function_pb2.FunctionProblem,
        evaluator: Evaluator,
        timeout: float | None = None,
    ) -> fit_pb2.FitResult:
        """Runs a fit of a function that lives here: what leastsq() is made of."""
        journal = Journal()
        return Attempts(self._retry, timeout).run(
            lambda left: minimize(self._fits.FitFunction, problem, evaluator, journal, left)
        )

    def models(
        self, group: str = "", text: str = "", timeout: float | None = 30
    ) -> list[models.Model]:
        """The catalogue; of a group, or with a text in name, aliases or description."""
        request = model_service_pb2.ListModelsRequest(group=group, text=text)
        found = []
        while True:
            page = self._call(self._models.ListModels, request, timeout)
            found.extend(map(models.from_message, page.models))
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    def model(
        self, name: str, timeout: float | None = 30, *, predictors: Iterable[str] = ()
    ) -> models.Model:
        """A model, or an expression, in which the names `predictors`, and x, are data."""
        request = model_service_pb2.GetModelRequest(name=name, predictors=predictors)
        return models.from_message(self._call(self._models.GetModel, request, timeout))

    def evaluate(
        self,
        model: str,
        x: Any,
        parameters: Iterable[float] | Mapping[str, float],
        *,
        jacobian: bool = False,
        timeout: float | None = 30,
    ) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """The model at `x`, m values; with `jacobian` also its derivatives, m x parameters.

        parameters: all of them in the model's order, or by name (as FitResult.values; their order in
        the mapping is then of no matter).
        """
        if isinstance(parameters, Mapping):
            names = x if isinstance(x, Mapping) else ()
            described = self.model(model, timeout, predictors=names)
            parameters = requests.in_order(parameters, described)
        request = requests.evaluate_request(model, x, parameters, jacobian)
        response = self._call(self._models.EvaluateModel, request, timeout)
        return requests.evaluated(response, jacobian)

    def guess(self, model: str, x: Any, y: Any, timeout: float | None = 30) -> dict[str, float]:
        """Starting values estimated from data, by name."""
        request = requests.guess_request(model, x, y)
        response = self._call(self._models.GuessParameters, request, timeout)
        return dict(zip(response.names, response.parameters))

    def _call(self, method: Callable[..., T], request: Any, timeout: float | None) -> T:
        def once(left: float | None) -> T:
            try:
                return method(request, timeout=left)
            except grpc.RpcError as error:
                raise errors.from_rpc_error(error) from None

        return Attempts(self._retry, timeout).run(once)
