"""What a batch says: its progress and its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from fitd.v1 import fit_pb2


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
    parameters: np.ndarray  # K x P, fixed and tied ones included
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
