"""The result of a batch while it comes in."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from fitd.arrays import to_numpy
from fitd.batch_result import BatchProgress, BatchResult
from fitd.v1 import fit_batch_pb2 as pb


class BatchAnswers:
    """Room for all data sets, filled as their answers come."""

    def __init__(self, count: int) -> None:
        self.termination = np.zeros(count, dtype=np.int32)  # 0: not answered
        self.began = time.monotonic()
        self.accepted = pb.FitBatchAccepted()
        self.packed: dict[str, np.ndarray] = {}
        self.faults: dict[int, str] = {}
        self.done = 0
        self.converged = 0

    def take(self, response: pb.FitBatchResponse) -> bool:
        """Whether there were results in it."""
        if response.HasField("accepted"):
            self.accepted = response.accepted
        if response.HasField("results"):
            self._add(response.results)
        return response.HasField("results")

    def _add(self, results: pb.FitBatchResults) -> None:
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
