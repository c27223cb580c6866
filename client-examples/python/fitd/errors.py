"""What a call may raise. Every one is a FitdError with the gRPC status code in `code`."""

from __future__ import annotations

from typing import NamedTuple

import grpc
from google.rpc import error_details_pb2, status_pb2


class Violation(NamedTuple):
    """One thing wrong with a request."""

    field: str  # for example "y.f64_le[17]"
    description: str  # for example "is NaN"

    def __str__(self) -> str:
        return f"{self.field}: {self.description}"


class FitdError(Exception):
    """A call did not end OK."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        # The server's word on another try: seconds, negative: do not; None: it has said nothing.
        self.pushback: float | None = None


class InvalidRequest(FitdError):
    """The request is not well formed; `violations` names everything that was found."""

    def __init__(self, code: grpc.StatusCode, message: str, violations: list[Violation]) -> None:
        # The message repeats the violations, as many as fit into it.
        listed = "\n  ".join(["the server refused the request:", *map(str, violations)])
        super().__init__(code, listed if violations else message)
        self.violations = violations


class UnknownModel(FitdError):
    """No such model; the message holds the closest names."""


class NotSupported(FitdError):
    """This package, or the server, has no such thing."""

    def __init__(self, message: str) -> None:
        super().__init__(grpc.StatusCode.UNIMPLEMENTED, message)


class NonFinite(ValueError):
    """leastsq met a residual at the start, or a derivative, that is NaN or infinite; it says where."""


class NoEstimate(FitdError):
    """The model has no estimate of its parameters from data."""


class Unavailable(FitdError):
    """No server answers, or it is shutting down."""


class Overloaded(FitdError):
    """The server, or the caller's share of it, is full; try again after `retry_after` seconds."""

    def __init__(self, code: grpc.StatusCode, message: str, retry_after: float | None) -> None:
        hint = "" if retry_after is None else f" (try again in {retry_after:g} s)"
        super().__init__(code, message + hint)
        self.retry_after = retry_after


class DeadlineExceeded(FitdError):
    """The call took longer than its `timeout`."""


class Cancelled(FitdError):
    """The call was cancelled."""


class ServerFault(FitdError):
    """The server failed, or does not know the call."""


def from_rpc_error(error: grpc.RpcError) -> FitdError:
    """The exception that says what the status and its google.rpc details say."""
    ours = _exception_of(error)
    ours.pushback = _pushback(error)
    return ours


# What gRPC says where this process has cancelled the call or closed the channel.
CANCELLED_HERE = ("Locally cancelled", "Channel closed")


def _exception_of(error: grpc.RpcError) -> FitdError:
    code, message = error.code(), error.details() or ""
    if code == grpc.StatusCode.INVALID_ARGUMENT:
        return InvalidRequest(code, message, _violations(error))
    if code == grpc.StatusCode.RESOURCE_EXHAUSTED:
        return Overloaded(code, message, _retry_after(error))
    if code == grpc.StatusCode.CANCELLED and not message.startswith(CANCELLED_HERE):
        # So a server that shuts down cuts what it has just taken, and a proxy the stream of a server
        # that has died.
        return Unavailable(code, message)
    kinds = {
        grpc.StatusCode.NOT_FOUND: UnknownModel,
        grpc.StatusCode.FAILED_PRECONDITION: NoEstimate,
        grpc.StatusCode.UNAVAILABLE: Unavailable,
        grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
        grpc.StatusCode.CANCELLED: Cancelled,
    }
    return kinds.get(code, ServerFault)(code, message)


def _details(error: grpc.RpcError, kind: type) -> list:
    """The details of one message type in the grpc-status-details-bin trailer."""
    found = []
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        for packed in status_pb2.Status.FromString(value).details:
            detail = kind()
            if packed.Unpack(detail):
                found.append(detail)
    return found


def _violations(error: grpc.RpcError) -> list[Violation]:
    return [
        Violation(violation.field, violation.description)
        for detail in _details(error, error_details_pb2.BadRequest)
        for violation in detail.field_violations
    ]


def _retry_after(error: grpc.RpcError) -> float | None:
    for detail in _details(error, error_details_pb2.RetryInfo):
        return detail.retry_delay.ToTimedelta().total_seconds()
    return None


def _pushback(error: grpc.RpcError) -> float | None:
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-retry-pushback-ms":
            try:
                return int(value) / 1000
            except ValueError:
                return -1.0  # as gRPC reads what is no number
    return None
