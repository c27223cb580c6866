"""Curve fitting on a fitd server.

import fitd

client = fitd.Client("127.0.0.1:50051")
result = client.fit("gaussian", x, y, start={"center": 5}, on_progress=print)
print(result)  # a report
result["sigma"].value, result["sigma"].standard_error
"""

from fitd.aio import AsyncClient, AsyncFitCall
from fitd.batch_result import BatchParameter, BatchProgress, BatchResult
from fitd.client import Client
from fitd.curve_fitting import OptimizeWarning, curve_fit
from fitd.default import default_client
from fitd.errors import (
    Cancelled,
    DeadlineExceeded,
    FitdError,
    InvalidRequest,
    NoEstimate,
    NonFinite,
    NotSupported,
    Overloaded,
    ServerFault,
    Unavailable,
    UnknownModel,
    Violation,
)
from fitd.evaluation import FunctionError
from fitd.fit_call import FitCall, Progress
from fitd.global_fit import DataSet, SetResult
from fitd.least_squares import leastsq
from fitd.models import DerivedDescription, Model, ModelParameter
from fitd.requests import FitOptions
from fitd.result import Derived, FitResult, Minimum, Parameter, Statistics
from fitd.retry import Retry
from fitd.uncertainty import FitWarning, Interval

__all__ = [
    "AsyncClient",
    "AsyncFitCall",
    "BatchParameter",
    "BatchProgress",
    "BatchResult",
    "Cancelled",
    "Client",
    "DataSet",
    "DeadlineExceeded",
    "Derived",
    "DerivedDescription",
    "FitCall",
    "FitOptions",
    "FitResult",
    "FitWarning",
    "FitdError",
    "FunctionError",
    "InvalidRequest",
    "Interval",
    "Minimum",
    "Model",
    "ModelParameter",
    "NoEstimate",
    "NonFinite",
    "NotSupported",
    "OptimizeWarning",
    "Overloaded",
    "Parameter",
    "Progress",
    "Retry",
    "ServerFault",
    "SetResult",
    "Statistics",
    "Unavailable",
    "UnknownModel",
    "Violation",
    "curve_fit",
    "default_client",
    "leastsq",
]
