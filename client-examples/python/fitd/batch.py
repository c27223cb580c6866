"""One model fitted to many data sets: numpy in, numpy out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import grpc
import numpy as np

from fitd import errors
from fitd.arrays import to_message, to_numpy
from fitd.parameters import Bounds, to_parameters
from fitd.v1 import fit_batch_pb2 as pb
from fitd.v1 import fit_pb2

CHUNK_BYTES = 1 << 20
DEFAULT_DELAY = 0.5  # seconds before another try, where the server names none


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch is."""

    done: int
    total: int
    converged: int
    elapsed_seconds: float
    fits_per_second: float

    @property
    def eta_seconds(self) -> float:
        return (self.total - self.done) / self.fits_per_second if self.done else float("inf")


class BatchParameter(NamedTuple):
    """A parameter of all data sets, K values each. No standard error is NaN."""

    values: np.ndarray
    standard_errors: np.ndarray


@dataclass
class BatchResult:
    """K fits; P is the number of the model's parameters, n of the free ones, m of the points."""

    model: str
    parameter_names: list[str]
    free_names: list[str]
    termination: np.ndarray  # K: 1 to 8 are leastsq's ier, 10 NON_FINITE, 12 INVALID_DATA
    parameters: np.ndarray  # K x P, fixed ones included
    standard_errors: np.ndarray  # K x P, NaN where there is none
    chi_square: np.ndarray  # K
    nfev: np.ndarray  # K
    njev: np.ndarray  # K
    fvec: np.ndarray | None = None  # K x m
    cov_x: np.ndarray | None = None  # K x n x n, leastsq's
    covariance: np.ndarray | None = None  # K x n x n, of the returned parameters
    faults: dict[int, str] = field(default_factory=dict)  # what is wrong with a data set
    elapsed_seconds: float = 0.0

    @property
    def converged(self) -> np.ndarray:
        """Which fits converged (ier 1 to 4): K booleans."""
        return (self.termination >= 1) & (self.termination <= 4)

    def __len__(self) -> int:
        return len(self.termination)

    def __getitem__(self, name: str) -> BatchParameter:
        column = self.parameter_names.index(name)
        return BatchParameter(self.parameters[:, column], self.standard_errors[:, column])

    def termination_names(self) -> list[str]:
        """FTOL, MAXFEV, ... for each."""
        names = {v: k.removeprefix("TERMINATION_") for k, v in fit_pb2.Termination.items()}
        return [names[code] for code in self.termination.tolist()]

    def to_structured(self) -> np.ndarray:
        """One record per data set, as `fitctl batch` writes it."""
        names = self.parameter_names
        record = [("index", "<i8"), ("termination", "<i4"), ("nfev", "<i8"), ("njev", "<i8")]
        record += [("chi_square", "<f8")]
        record += [(name, "<f8") for name in names] + [(f"{name}_error", "<f8") for name in names]
        table = np.empty(len(self), dtype=record)
        table["index"] = np.arange(len(self))
        for name in ("termination", "nfev", "njev", "chi_square"):
            table[name] = getattr(self, name)
        for name in names:
            table[name], table[f"{name}_error"] = self[name]
        return table

    def __str__(self) -> str:
        codes, counts = np.unique(self.termination, return_counts=True)
        names = {v: k.removeprefix("TERMINATION_") for k, v in fit_pb2.Termination.items()}
        ends = ", ".join(f"{count} {names[code]}" for code, count in zip(codes.tolist(), counts))
        return f"{len(self)} fits of {self.model}, {self.converged.sum()} converged: {ends}"


def run(
    stub: Any,
    model: str,
    x: Any,
    y: Any,
    sigma: Any = None,
    *,
    absolute_sigma: bool = False,
    start: Mapping[str, float] | None = None,
    starts: Any = None,
    fixed: Mapping[str, float] | Iterable[str] = (),
    free: Iterable[str] = (),
    bounds: Bounds | None = None,
    scale: Mapping[str, float] | None = None,
    ftol: float | None = None,
    xtol: float | None = None,
    gtol: float | None = None,
    maxfev: int | None = None,
    factor: float | None = None,
    diag: Iterable[float] = (),
    arrays: Iterable[str] = (),
    chunk_size: int | None = None,
    progress: bool | Callable[[BatchProgress], Any] = False,
    retries: int = 5,
    labels: Mapping[str, str] | None = None,
    request_id: str = "",
    timeout: float | None = None,
) -> BatchResult:
    """What Client.batch() describes; `stub` is the service."""
    data = _Data.of(x, y, sigma, starts)
    header = pb.FitBatchHeader(
        model=model,
        num_points=data.points,
        predictors={name: to_message(values) for name, values in data.shared_x.items()},
        chunk_predictors=list(data.own_x),
        sigma=None if data.shared_sigma is None else to_message(data.shared_sigma),
        absolute_sigma=absolute_sigma,
        parameters=to_parameters(start or {}, fixed, free, bounds, scale),
        options=fit_pb2.FitOptions(
            ftol=ftol, xtol=xtol, gtol=gtol, maxfev=maxfev, factor=factor, diag=diag
        ),
        progress_off=True,
        labels=labels,
        request_id=request_id,
    )
    header.return_mask.paths.extend(arrays)
    size = chunk_size or max(1, min(CHUNK_BYTES // max(1, data.bytes_per_set), 1_000_000))
    answers = _Answers(len(data.y))
    deadline = None if timeout is None else time.monotonic() + timeout
    with _reporter(progress, answers) as report:
        _run_to_end(stub, header, data, size, answers, report, retries, deadline)
    return answers.result()


@dataclass
class _Data:
    """K data sets, and what each has for itself: rows of K."""

    y: np.ndarray
    points: int
    shared_x: dict[str, np.ndarray]
    own_x: dict[str, np.ndarray]
    shared_sigma: np.ndarray | None
    own_sigma: np.ndarray | None
    starts: np.ndarray | None

    @staticmethod
    def of(x: Any, y: Any, sigma: Any, starts: Any) -> _Data:
        y = np.asarray(y)
        if y.ndim < 2:
            raise ValueError(f"y has the shape {y.shape}; it needs [K, m], a row for each data set")
        count, points = len(y), int(np.prod(y.shape[1:]))
        if count == 0 or points == 0:
            raise ValueError(f"y has the shape {y.shape}; there is nothing to fit")
        shared_x, own_x = {}, {}
        for name, values in (x if isinstance(x, Mapping) else {"": x}).items():
            shared, own = _shared_or_own(f"x[{name!r}]" if name else "x", values, count, points)
            if own is None:
                shared_x[name] = shared
            else:
                own_x[name] = own
        shared_sigma, own_sigma = None, None
        if sigma is not None:
            shared_sigma, own_sigma = _shared_or_own("sigma", sigma, count, points)
        if starts is not None:
            starts = np.asarray(starts, dtype=np.float64)
            if starts.ndim != 2 or len(starts) != count:
                raise ValueError(f"starts has the shape {starts.shape}; it needs {count} rows")
        return _Data(
            y.reshape(count, points), points, shared_x, own_x, shared_sigma, own_sigma, starts
        )

    @property
    def bytes_per_set(self) -> int:
        own = [self.y, *self.own_x.values(), self.own_sigma, self.starts]
        return sum(rows[0].nbytes for rows in own if rows is not None)

    def chunk(self, first: int, last: int) -> pb.FitBatchChunk:
        rows = slice(first, last)
        return pb.FitBatchChunk(
            first_index=first,
            y=to_message(self.y[rows]),
            sigma=None if self.own_sigma is None else to_message(self.own_sigma[rows]),
            predictors={name: to_message(values[rows]) for name, values in self.own_x.items()},
            starts=None if self.starts is None else to_message(self.starts[rows]),
        )


def _shared_or_own(
    what: str, values: Any, count: int, points: int
) -> tuple[np.ndarray | None, np.ndarray | None]:
    values = np.asarray(values)
    if values.size == points:
        return values.reshape(points), None
    if values.size == count * points:
        return None, values.reshape(count, points)
    raise ValueError(
        f"{what} has the shape {values.shape}; it needs {points} values that all data sets share, "
        f"or {count} rows of {points}"
    )


class _Answers:
    """The result while it comes in."""

    def __init__(self, count: int) -> None:
        self.termination = np.zeros(count, dtype=np.int32)  # 0: not answered
        self.began = time.monotonic()
        self.accepted = pb.FitBatchAccepted()
        self.packed: dict[str, np.ndarray] = {}
        self.faults: dict[int, str] = {}
        self.done = 0
        self.converged = 0

    def add(self, results: pb.FitBatchResults) -> None:
        rows = slice(results.first_index, results.first_index + results.count)
        codes = np.array(results.terminations, dtype=np.int32)
        self.done += int((self.termination[rows] == 0).sum())
        self.termination[rows] = codes
        self.converged += int(((codes >= 1) & (codes <= 4)).sum())
        self._put("nfev", rows, np.array(results.nfev, dtype=np.int64))
        self._put("njev", rows, np.array(results.njev, dtype=np.int64))
        for name in ("parameters", "standard_errors", "chi_square"):
            self._put(name, rows, to_numpy(getattr(results, name)))
        for name in ("fvec", "cov_x", "covariance"):
            if results.HasField(name):
                self._put(name, rows, to_numpy(getattr(results, name)))
        for fault in results.faults:
            self.faults[fault.index] = f"{fault.field} {fault.description}"

    def _put(self, name: str, rows: slice, values: np.ndarray) -> None:
        if name not in self.packed:
            shape = (len(self.termination), *values.shape[1:])
            self.packed[name] = np.zeros(shape, dtype=values.dtype)
        self.packed[name][rows] = values

    def unanswered(self, size: int) -> Iterator[tuple[int, int]]:
        """The data sets without an answer, in pieces of at most `size`: first and one past last."""
        missing = np.flatnonzero(self.termination == 0)
        if not len(missing):
            return
        for run_ in np.split(missing, np.flatnonzero(np.diff(missing) != 1) + 1):
            end = int(run_[-1]) + 1
            for first in range(int(run_[0]), end, size):
                yield first, min(first + size, end)

    def state(self) -> BatchProgress:
        elapsed = time.monotonic() - self.began
        rate = self.done / elapsed if elapsed > 0 else 0.0
        return BatchProgress(self.done, len(self.termination), self.converged, elapsed, rate)

    def result(self) -> BatchResult:
        return BatchResult(
            model=self.accepted.model,
            parameter_names=list(self.accepted.parameter_names),
            free_names=list(self.accepted.free_names),
            termination=self.termination,
            faults=dict(sorted(self.faults.items())),
            elapsed_seconds=time.monotonic() - self.began,
            **self.packed,
        )


def _requests(
    header: pb.FitBatchHeader, data: _Data, pieces: list[tuple[int, int]]
) -> Iterator[pb.FitBatchRequest]:
    yield pb.FitBatchRequest(header=header)
    for first, last in pieces:
        yield pb.FitBatchRequest(chunk=data.chunk(first, last))


def _attempt(
    stub: Any,
    requests: Iterator[pb.FitBatchRequest],
    answers: _Answers,
    report: Callable[[], Any],
    timeout: float | None,
) -> None:
    """Sends them once. Should `report` raise, or Ctrl-C arrive, the call is cancelled."""
    stream = stub.FitBatch(requests, timeout=timeout)
    try:
        for response in stream:
            if response.HasField("accepted"):
                answers.accepted = response.accepted
            elif response.HasField("results"):
                answers.add(response.results)
                report()
    except grpc.RpcError as error:
        raise errors.from_rpc_error(error) from None
    except BaseException:
        stream.cancel()
        raise


def _run_to_end(
    stub: Any,
    header: pb.FitBatchHeader,
    data: _Data,
    size: int,
    answers: _Answers,
    report: Callable[[], Any],
    retries: int,
    deadline: float | None,
) -> None:
    """Tries until all are answered, or `retries` times in a row without any answer."""
    in_vain = 0
    while True:
        before = answers.done
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        pieces = list(answers.unanswered(size))
        try:
            return _attempt(stub, _requests(header, data, pieces), answers, report, left)
        except (errors.Unavailable, errors.Overloaded, errors.Cancelled) as error:
            # Nobody here cancels: a server that ends may cut what it has just taken.
            in_vain = 1 if answers.done > before else in_vain + 1
            if in_vain > retries:
                raise
            delay = getattr(error, "retry_after", None) or DEFAULT_DELAY
            time.sleep(delay if left is None else min(delay, left))


def _reporter(
    progress: bool | Callable[[BatchProgress], Any], answers: _Answers
) -> AbstractContextManager[Callable[[], Any]]:
    """What to call after each answer, while the batch runs."""
    if callable(progress):
        return nullcontext(lambda: progress(answers.state()))
    if not progress:
        return nullcontext(lambda: None)
    return _Bar(answers)


class _Bar:
    """tqdm's bar: count, rate, time left, failures."""

    def __init__(self, answers: _Answers) -> None:
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
