"""The client that functions use when none is given."""

from __future__ import annotations

import os
import threading

from fitd.client import DEFAULT_ADDRESS, Client

_lock = threading.Lock()
_clients: dict[str, Client] = {}


def default_client() -> Client:
    """The client of the server named by the environment's FITD_ADDRESS, or of 127.0.0.1:50051."""
    address = os.environ.get("FITD_ADDRESS") or DEFAULT_ADDRESS
    with _lock:
        if address not in _clients:
            _clients[address] = Client(address)
        return _clients[address]
