"""Runs node_interop: fitd and two ages of Node's gRPC library.

node_interop_test.py FITD SOURCE BUILD
"""

import os
import sys

from workshop import Workshop, finish, skip_unless_there

FITD, SOURCE, BUILD = sys.argv[1:4]

skip_unless_there("node_interop", {"node --version": (18,), "npm --version": (8,)})
workshop = Workshop(SOURCE, BUILD, "tests/clients/node_interop")
workshop.mirror("proto")
workshop.make("npm ci")
tests = workshop.start(
    "npm test", env={**os.environ, "FITD": FITD, "PROTO": str(workshop.build / "proto")}
)
finish(tests, 600)
sys.exit(tests.returncode)
