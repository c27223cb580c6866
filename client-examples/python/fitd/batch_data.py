"""Many data sets of one model, and the messages that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np

from fitd.arrays import to_message
from fitd.losses import to_loss
from fitd.parameters import Bounds, to_parameters
from fitd.v1 import fit_batch_pb2 as pb
from fitd.v1 import fit_pb2

CHUNK_BYTES = 1 << 20


class HeaderOptions(TypedDict, total=False):
    """What all data sets of a batch share beside data; Client.batch() has the meanings."""

    absolute_sigma: bool
    loss: str
    f_scale: float | None
    start: Mapping[str, float] | None
    fixed: Mapping[str, float] | Iterable[str]
    free: Iterable[str]
    bounds: Bounds | None
    scale: Mapping[str, float] | None
    ties: Mapping[str, str] | None
    ftol: float | None
    xtol: float | None
    gtol: float | None
    maxfev: int | None
    factor: float | None
    diag: Iterable[float]
    arrays: Iterable[str]
    labels: Mapping[str, str] | None
    request_id: str


@dataclass
class BatchData:
    """K data sets, and what each has for itself: rows of K."""

    y: np.ndarray
    points: int
    shared_x: dict[str, np.ndarray]
    own_x: dict[str, np.ndarray]
    shared_sigma: np.ndarray | None
    own_sigma: np.ndarray | None
    starts: np.ndarray | None

    @staticmethod
    def of(x: Any, y: Any, sigma: Any, starts: Any) -> BatchData:
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
        return BatchData(
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

    def chunk_size(self) -> int:
        """Data sets in about 1 MiB."""
        return max(1, min(CHUNK_BYTES // max(1, self.bytes_per_set), 1_000_000))

    def header(
        self,
        model: str,
        *,
        absolute_sigma: bool = False,
        loss: str = "linear",
        f_scale: float | None = None,
        start: Mapping[str, float] | None = None,
        fixed: Mapping[str, float] | Iterable[str] = (),
        free: Iterable[str] = (),
        bounds: Bounds | None = None,
        scale: Mapping[str, float] | None = None,
        ties: Mapping[str, str] | None = None,
        diag: Iterable[float] = (),
        arrays: Iterable[str] = (),
        labels: Mapping[str, str] | None = None,
        request_id: str = "",
        **tolerances: Any,
    ) -> pb.FitBatchHeader:
        """The first message of a call; `tolerances` are FitOptions'."""
        unknown = set(tolerances) - {"ftol", "xtol", "gtol", "maxfev", "factor"}
        if unknown:
            raise TypeError(f"batch() has no keyword {', '.join(sorted(unknown))}")
        header = pb.FitBatchHeader(
            model=model,
            num_points=self.points,
            predictors={name: to_message(values) for name, values in self.shared_x.items()},
            chunk_predictors=list(self.own_x),
            sigma=None if self.shared_sigma is None else to_message(self.shared_sigma),
            absolute_sigma=absolute_sigma,
            loss=to_loss(loss, f_scale),
            parameters=to_parameters(start or {}, fixed, free, bounds, scale, ties),
            options=fit_pb2.FitOptions(diag=diag, **tolerances),
            progress_off=True,
            labels=labels,
            request_id=request_id,
        )
        header.return_mask.paths.extend(arrays)
        return header

    def requests(
        self, header: pb.FitBatchHeader, pieces: Iterable[tuple[int, int]]
    ) -> Iterator[pb.FitBatchRequest]:
        """The messages of a call for these pieces, each a first data set and one past the last."""
        yield pb.FitBatchRequest(header=header)
        for first, last in pieces:
            yield pb.FitBatchRequest(chunk=self.chunk(first, last))


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
