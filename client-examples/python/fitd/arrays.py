"""numpy arrays as the wire carries them, and back, without a loop over the elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from fitd.v1 import array_pb2


def to_message(values: Any) -> array_pb2.Array:
    """Any array of numbers, in C order, as little-endian binary64 (binary32 stays as it is)."""
    array = np.asarray(values)
    if array.dtype.newbyteorder("=") == np.float32:
        raw = np.ascontiguousarray(array, dtype="<f4").tobytes()
        return array_pb2.Array(shape=array.shape or (1,), f32_le=raw)
    raw = np.ascontiguousarray(array, dtype="<f8").tobytes()
    return array_pb2.Array(shape=array.shape or (1,), f64_le=raw)


def to_numpy(array: array_pb2.Array) -> np.ndarray:
    """A writable float64 array of the message's shape."""
    payload = array.WhichOneof("payload")
    if payload == "f64_le":
        flat = np.frombuffer(array.f64_le, dtype="<f8").astype(np.float64)
    elif payload == "f32_le":
        flat = np.frombuffer(array.f32_le, dtype="<f4").astype(np.float64)
    else:
        flat = np.array(array.values.values, dtype=np.float64)
    return flat.reshape(tuple(array.shape)) if array.shape else flat


def to_predictors(x: Any) -> dict[str, array_pb2.Array]:
    """`x` by predictor name: a mapping, or an array for the one predictor of a model."""
    if isinstance(x, Mapping):
        return {name: to_message(values) for name, values in x.items()}
    return {"": to_message(x)}
