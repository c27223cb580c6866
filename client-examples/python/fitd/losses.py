"""What is minimised, and which points count, as messages."""

from __future__ import annotations

from typing import Any

import numpy as np

from fitd.v1 import fit_pb2, loss_pb2

LOSSES = {
    "linear": loss_pb2.LOSS_KIND_LINEAR,
    "soft_l1": loss_pb2.LOSS_KIND_SOFT_L1,
    "huber": loss_pb2.LOSS_KIND_HUBER,
    "cauchy": loss_pb2.LOSS_KIND_CAUCHY,
    "arctan": loss_pb2.LOSS_KIND_ARCTAN,
    "poisson": loss_pb2.LOSS_KIND_POISSON,
}

NAN_POLICIES = {"raise": fit_pb2.NAN_POLICY_REFUSE, "omit": fit_pb2.NAN_POLICY_OMIT}


def to_loss(loss: str, scale: float | None) -> loss_pb2.Loss | None:
    if loss not in LOSSES:
        raise ValueError(f"loss is {loss!r}; it must be one of {', '.join(LOSSES)}")
    if loss == "linear":
        return None  # as SciPy, which takes an f_scale and has no use for it
    return loss_pb2.Loss(kind=LOSSES[loss], scale=scale)


def to_mask(mask: Any) -> list[bool]:
    return [] if mask is None else np.ravel(np.asarray(mask, dtype=bool)).tolist()


def to_nan_policy(policy: str) -> int:
    if policy not in NAN_POLICIES:
        raise ValueError(f"nan_policy is {policy!r}; it must be one of {', '.join(NAN_POLICIES)}")
    return NAN_POLICIES[policy]
