"""Curve fitting on a fitd server.

import fitd

client = fitd.Client("127.0.0.1:50051")
result = client.fit("gaussian", x, y, start={"center": 5}, on_progress=print)
print(result)  # a report
result["sigma"].value, result["sigma"].standard_error
"""

from fitd.batch import BatchParameter, BatchProgress, BatchResult
from fitd.client import Client
from fitd.errors import (
    Cancelled,
    DeadlineExceeded,
    FitdError,
    InvalidRequest,
    NoEstimate,
    Overloaded,
    ServerFault,
    Unavailable,
    UnknownModel,
    Violation,
)
from fitd.fit_call import FitCall, Progress
from fitd.models import Model, ModelParameter
from fitd.result import FitResult, Parameter, Statistics

__all__ = [
    "BatchParameter",
    "BatchProgress",
    "BatchResult",
    "Cancelled",
    "Client",
    "DeadlineExceeded",
    "FitCall",
    "FitResult",
    "FitdError",
    "InvalidRequest",
    "Model",
    "ModelParameter",
    "NoEstimate",
    "Overloaded",
    "Parameter",
    "Progress",
    "ServerFault",
    "Statistics",
    "Unavailable",
    "UnknownModel",
    "Violation",
]
