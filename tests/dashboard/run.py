"""The dashboard's tests, on a copy, so that the sources stay clean.

    run.py unit|browser SOURCE DASHBOARD BUILD FITD FITCTL SCREENSHOTS

DASHBOARD is where the build of fitd has built the dashboard. Ends with code 77 where npm or Chromium is
missing, or the dashboard was not built.
"""

import os
import pathlib
import shutil
import subprocess
import sys

from workshop import SKIPPED, Workshop, skip_unless_there

PART, SOURCE, DASHBOARD, BUILD, FITD, FITCTL, SCREENSHOTS = sys.argv[1:8]
TEST = f"dashboard_{PART}"
TOOLS = {"node --version": (18,), "npm --version": (8,)}
if PART == "browser":
    TOOLS["chromium --version"] = (100,)

skip_unless_there(TEST, TOOLS)
if not (pathlib.Path(DASHBOARD) / "dist/index.html").exists():
    print(f"skipped: {TEST}: the dashboard is not built")
    sys.exit(SKIPPED)


def run(*command, cwd):
    environment = {
        **os.environ,
        "TEST_FITD": FITD,
        "TEST_FITCTL": FITCTL,
        "TEST_SOURCE": SOURCE,
        "TEST_DASHBOARD": f"{DASHBOARD}/dist",
        "TEST_SCREENSHOTS": SCREENSHOTS,
        "TEST_CHROMIUM": shutil.which("chromium") or "chromium",
    }
    return subprocess.run(command, cwd=cwd, env=environment, check=False).returncode


workshop = Workshop(SOURCE, BUILD, "tests/dashboard")
here = workshop.build / workshop.client
if PART == "unit":
    workshop.mirror("client-examples/dashboard")
    types = run("node", f"{DASHBOARD}/node_modules/typescript/bin/tsc", "--noEmit", cwd=DASHBOARD)
    sys.exit(types or run("node", "unit.mjs", DASHBOARD, str(workshop.build / "unit"), cwd=here))
workshop.mirror()
workshop.make("cmp -s package-lock.json node_modules/lock || { npm ci && cp package-lock.json node_modules/lock; }")
tests = sorted(str(path.relative_to(here)) for path in (here / "browser").glob("*_test.mjs"))
# One after the other: each has a browser of its own.
sys.exit(run("node", "--test", "--test-concurrency=1", *tests, cwd=here))
