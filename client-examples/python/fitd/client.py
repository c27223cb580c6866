"""The calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import grpc
import numpy as np

from fitd import batch, errors, models
from fitd.arrays import to_message, to_numpy, to_predictors
from fitd.evaluation import Evaluator
from fitd.fit_call import FitCall, Progress
from fitd.function_call import Journal, minimize
from fitd.parameters import to_parameters
from fitd.result import FitResult
from fitd.v1 import (
    fit_function_pb2,
    fit_pb2,
    fit_service_pb2_grpc,
    model_service_pb2,
    model_service_pb2_grpc,
)

DEFAULT_ADDRESS = "127.0.0.1:50051"

CHANNEL_OPTIONS = [
    # Results may be larger than the default of 4 MiB.
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # A dead connection is noticed within 30 s. The server permits a ping every 10 s.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
]

JACOBIANS = {
    "analytic": fit_pb2.JACOBIAN_ANALYTIC,
    "forward": fit_pb2.JACOBIAN_FORWARD_DIFFERENCE,
}

ARITHMETICS = {
    "fast": fit_pb2.ARITHMETIC_FAST,
    "reference": fit_pb2.ARITHMETIC_REFERENCE,
}


class Client:
    """A connection to a fitd server; thread-safe. Close it, or use it in a `with` statement.

    `timeout` of a call is in seconds and ends the call with DeadlineExceeded; None waits for ever.
    """

    def __init__(self, target: str = DEFAULT_ADDRESS) -> None:
        self._channel = grpc.insecure_channel(target, CHANNEL_OPTIONS)
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
        on_progress: Callable[[Progress], Any] | None = None,
        **options: Any,
    ) -> FitResult:
        """Fits `model` to `y` over `x` and waits; the keywords are those of start_fit().

        `on_progress` is called with each report; the fit is cancelled should it raise.
        """
        options.setdefault("progress", on_progress is not None)
        return self.start_fit(model, x, y, sigma, **options).result(on_progress)

    def start_fit(
        self,
        model: str,
        x: Any,
        y: Any,
        sigma: Any = None,
        *,
        absolute_sigma: bool = False,
        start: Mapping[str, float] | None = None,
        fixed: Mapping[str, float] | Iterable[str] = (),
        free: Iterable[str] = (),
        ftol: float | None = None,
        xtol: float | None = None,
        gtol: float | None = None,
        maxfev: int | None = None,
        epsfcn: float | None = None,
        factor: float | None = None,
        diag: Iterable[float] = (),
        jacobian: str = "analytic",
        arithmetic: str = "fast",
        progress: bool = True,
        progress_interval: float = 0.1,
        time_limit: float | None = None,
        arrays: Iterable[str] | None = None,
        labels: Mapping[str, str] | None = None,
        request_id: str = "",
        timeout: float | None = None,
    ) -> FitCall:
        """Begins a fit.

        x: an array, or for models with several predictors a mapping from their names to arrays.
        sigma: standard deviations of y; absolute_sigma: they are in y's units.
        start: starting values; those left out are estimated from the data.
        fixed: parameters held: names with values, or names of parameters that have a start.
        free: constants of the model to fit as well.
        ftol ... diag: the options of scipy.optimize.leastsq, with its defaults.
        jacobian: "analytic" or "forward" (differences).
        arithmetic: "fast", or "reference": MINPACK's to the bit, as are all forward differences.
        progress_interval: the least seconds between two reports; 0 reports every iteration.
        time_limit: seconds after which the fit ends with the best parameters so far.
        arrays: which large arrays come back ("infodict.fjac", "best_fit", ...); None: all of them
            while the result stays under 3 MiB.
        """
        request = fit_pb2.FitRequest(
            model=model,
            predictors=to_predictors(x),
            y=to_message(y),
            sigma=None if sigma is None else to_message(sigma),
            absolute_sigma=absolute_sigma,
            parameters=to_parameters(start or {}, fixed, free),
            options=fit_pb2.FitOptions(
                ftol=ftol,
                xtol=xtol,
                gtol=gtol,
                maxfev=maxfev,
                epsfcn=epsfcn,
                factor=factor,
                diag=diag,
                jacobian=JACOBIANS[jacobian],
                arithmetic=ARITHMETICS[arithmetic],
            ),
            progress=fit_pb2.ProgressOptions(
                off=not progress, min_interval=timedelta(seconds=progress_interval)
            ),
            time_limit=None if time_limit is None else timedelta(seconds=time_limit),
            labels=labels,
            request_id=request_id,
        )
        if arrays is not None:
            request.return_mask.paths.extend(arrays)
            request.return_mask.SetInParent()
        return FitCall(self._fits.Fit(request, timeout=timeout))

    def batch(
        self, model: str, x: Any, y: Any, sigma: Any = None, **options: Any
    ) -> batch.BatchResult:
        """Fits `model` to every row of `y` and waits.

        y: [K, m], or [K, ...] with m values each; float32 travels as it is, half the bytes.
        x, sigma: as in start_fit(), m values that all data sets share, or K rows of them.
        start, fixed, free: as in start_fit(), shared; starts: K rows of all parameters instead.
        arrays: which large arrays come back: "fvec", "cov_x", "covariance".
        progress: True for a bar (needs the package tqdm), or a function of BatchProgress.
        chunk_size: data sets sent at a time; None: about 1 MiB.
        retries: a call that ends with Unavailable or Overloaded is repeated for what is
            unanswered, until so many in a row bring no answer.
        absolute_sigma, ftol, xtol, gtol, maxfev, factor, diag, labels, request_id, timeout: as in
            start_fit().

        A data set that cannot be fitted spoils only itself: see BatchResult.faults.
        """
        return batch.run(self._fits, model, x, y, sigma, **options)

    def minimize(
        self,
        problem: fit_function_pb2.FunctionProblem,
        evaluator: Evaluator,
        timeout: float | None = None,
    ) -> fit_pb2.FitResult:
        """Runs a fit of a function that lives here: what leastsq() is made of."""
        return minimize(self._fits.FitFunction, problem, evaluator, Journal(), timeout)

    def models(
        self, group: str = "", text: str = "", timeout: float | None = 30
    ) -> list[models.Model]:
        """The catalogue; of a group, or with a text in name, aliases or description."""
        request = model_service_pb2.ListModelsRequest(group=group, text=text)
        found = []
        while True:
            page = _call(self._models.ListModels, request, timeout)
            found.extend(map(models.from_message, page.models))
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    def model(self, name: str, timeout: float | None = 30) -> models.Model:
        request = model_service_pb2.GetModelRequest(name=name)
        return models.from_message(_call(self._models.GetModel, request, timeout))

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
            parameters = _in_order(parameters, self.model(model, timeout))
        request = model_service_pb2.EvaluateModelRequest(
            model=model, predictors=to_predictors(x), parameters=parameters, jacobian=jacobian
        )
        response = _call(self._models.EvaluateModel, request, timeout)
        values = to_numpy(response.values)
        return (values, to_numpy(response.jacobian)) if jacobian else values

    def guess(self, model: str, x: Any, y: Any, timeout: float | None = 30) -> dict[str, float]:
        """Starting values estimated from data, by name."""
        request = model_service_pb2.GuessParametersRequest(
            model=model, predictors=to_predictors(x), y=to_message(y)
        )
        response = _call(self._models.GuessParameters, request, timeout)
        return dict(zip(response.names, response.parameters))


def _call(method: Callable, request: Any, timeout: float | None) -> Any:
    try:
        return method(request, timeout=timeout)
    except grpc.RpcError as error:
        raise errors.from_rpc_error(error) from None


def _in_order(values: Mapping[str, float], model: models.Model) -> list[float]:
    """Values in the model's order; its constants may be left out."""
    names = [parameter.name for parameter in model.parameters]
    unknown = set(values) - set(names)
    if unknown:
        raise ValueError(f"{model.name} has no parameter {', '.join(sorted(unknown))}")
    constants = {p.name: p.fixed_default for p in model.parameters if p.fixed_default is not None}
    missing = [name for name in names if name not in values and name not in constants]
    if missing:
        raise ValueError(f"{model.name} needs {', '.join(missing)} too")
    return [values[name] if name in values else constants[name] for name in names]
