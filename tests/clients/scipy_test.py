"""SciPy's own tests of leastsq and curve_fit, with both functions replaced by fitd's.

scipy_test.py FITD

Every test of TestLeastSq and TestCurveFit (scipy.optimize.tests.test_minpack) must pass. A call of
curve_fit for the methods trf and dogbox, which fitd has not, must raise NotSupported and goes to
SciPy's own function instead, so that the other calls of the same test still count. Tests without any other
call are not applicable; they are listed.
"""

import importlib
import os
import sys

import pytest
import scipy.optimize._minpack_py
from programs import Server

import fitd

CLASSES = ("TestLeastSq", "TestCurveFit")

NOT_APPLICABLE = {
    "test_gh20155_error_mentions_x0[dogbox]": "method dogbox",
    "test_gh20155_error_mentions_x0[trf]": "method trf",
    "test_nan_policy_1d[dogbox]": "method dogbox",
    "test_nan_policy_1d[trf]": "method trf",
    "test_nan_policy_2_3d[dogbox-2]": "method dogbox",
    "test_nan_policy_2_3d[dogbox-3]": "method dogbox",
    "test_nan_policy_2_3d[trf-2]": "method trf",
    "test_nan_policy_2_3d[trf-3]": "method trf",
    "test_nan_policy_2d[dogbox]": "method dogbox",
    "test_nan_policy_2d[trf]": "method trf",
}


class Replacement:
    """fitd's leastsq and curve_fit, which count their calls, and SciPy's for what fitd has not."""

    def __init__(self, original):
        self.original = original
        self.ours = self.theirs = 0

    def leastsq(self, *args, **options):
        self.ours += 1
        return fitd.leastsq(*args, **options)

    def curve_fit(self, *args, **options):
        try:
            self.ours += 1
            return fitd.curve_fit(*args, **options)
        except fitd.NotSupported:
            self.ours -= 1
            self.theirs += 1
            return self.original(*args, **options)


class Outcomes:
    """How each test ended, and whose calls it made."""

    def __init__(self, replacement):
        self.replacement = replacement
        self.whole, self.partly, self.not_applicable = set(), set(), set()
        self.failed = set()

    def pytest_runtest_setup(self, item):
        self.replacement.ours = self.replacement.theirs = 0

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.rpartition("::")[2]
        if report.failed or report.skipped:
            self.failed.add(name)
        elif report.when == "call":
            ours, theirs = self.replacement.ours, self.replacement.theirs
            kind = self.not_applicable if not ours else self.partly if theirs else self.whole
            kind.add(name)


def run(fitd_program):
    minpack = scipy.optimize._minpack_py
    replacement = Replacement(minpack.curve_fit)
    outcomes = Outcomes(replacement)
    with Server(fitd_program) as server:
        os.environ["FITD_ADDRESS"] = server.address
        for module in (scipy.optimize, minpack):
            module.leastsq, module.curve_fit = replacement.leastsq, replacement.curve_fit
        tests = importlib.import_module("scipy.optimize.tests.test_minpack")
        pytest.main(
            ["-q", "-p", "no:cacheprovider", *(f"{tests.__file__}::{name}" for name in CLASSES)],
            plugins=[outcomes],
        )
        fitd.default_client().close()
    return outcomes


def main(fitd_program):
    outcomes = run(fitd_program)
    for name in sorted(outcomes.partly):
        print(f"in part SciPy's own, for its other methods: {name}")
    for name in sorted(outcomes.not_applicable):
        print(f"not applicable, {NOT_APPLICABLE.get(name, 'unexpectedly')}: {name}")
    print(f"SciPy {scipy.__version__}: {len(outcomes.whole)} passed, {len(outcomes.partly)} in part, "
          f"{len(outcomes.not_applicable)} not applicable, {len(outcomes.failed)} failed")  # fmt: skip
    listed = outcomes.not_applicable == set(NOT_APPLICABLE)
    return 0 if listed and not outcomes.failed and len(outcomes.whole) >= 40 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
