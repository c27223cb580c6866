"""fitd.leastsq and fitd.curve_fit beside SciPy's, against a real fitd.

python_leastsq_test.py FITD DATA
"""

import os
import pathlib
import sys
import threading
import unittest
import warnings

import numpy as np
import scipy.optimize
from programs import Server

import fitd

FITD = sys.argv[1]
NIST = pathlib.Path(sys.argv[2]) / "nist"
del sys.argv[1:3]

T = np.linspace(0, 5, 30)
Y = 3 * np.exp(-T / 2) + 0.05 * np.sin(7 * T)


def residuals(p, weight=1.0):
    return weight * (p[0] * np.exp(-p[1] * T) - Y)


def jacobian(p, weight=1.0):
    e = np.exp(-p[1] * T)
    return weight * np.column_stack([e, -p[0] * T * e])


def misra(x, b1, b2):
    return b1 * (1 - np.exp(-b2 * x))


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.client = cls.enterClassContext(fitd.Client(cls.server.address))

    def leastsq(self, *args, **options):
        return fitd.leastsq(*args, client=self.client, **options)

    def curve_fit(self, *args, **options):
        return fitd.curve_fit(*args, client=self.client, **options)

    def assert_same(self, ours, theirs):
        """The full outputs of leastsq; the bits are held by the server's own tests."""
        np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-7)
        self.assertEqual(ours[1] is None, theirs[1] is None)
        if theirs[1] is not None:
            np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-6)
        self.assertEqual(list(ours[2]), list(theirs[2]))
        for name, value in theirs[2].items():
            self.assertEqual(np.shape(ours[2][name]), np.shape(value), name)
            self.assertEqual(np.asarray(ours[2][name]).dtype, np.asarray(value).dtype, name)
            if name in ("nfev", "njev", "ipvt"):
                np.testing.assert_array_equal(ours[2][name], value, name)
        np.testing.assert_allclose(ours[2]["fvec"], theirs[2]["fvec"], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(ours[2]["fjac"], theirs[2]["fjac"], rtol=1e-4, atol=1e-7)
        self.assertEqual(ours[3:], theirs[3:])


class Leastsq(Case):
    def test_returns_what_scipys_does(self):
        options = [
            {},
            {"Dfun": jacobian},
            {"Dfun": lambda p: jacobian(p).T, "col_deriv": True},
            {"args": (2.0,)},
            {"args": 2.0},
            {"args": (2.0,), "Dfun": jacobian},
            {"ftol": 1e-3, "xtol": 1e-4},
            {"gtol": 1e-2},
            {"maxfev": 5},
            {"maxfev": -1},
            {"ftol": 0, "xtol": 0},
            {"epsfcn": 1e-6},
            {"factor": 0.1},
            {"diag": [1, 2]},
            {"diag": (1, 2, -3)},  # SciPy looks at the first n
        ]
        for some in options:
            with self.subTest(some):
                theirs = scipy.optimize.leastsq(residuals, [1, 1.0], full_output=True, **some)
                ours = self.leastsq(residuals, [1, 1.0], full_output=True, **some)
                self.assert_same(ours, theirs)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    short = self.leastsq(residuals, [1, 1.0], **some)
                self.assertEqual(short[0].tolist(), ours[0].tolist())
                self.assertEqual(short[1:], ours[4:])

    def test_takes_any_start(self):
        for start in ([1, 1], (1.0, 1), np.array([[1, 1]]), np.float32([1, 1])):
            theirs = scipy.optimize.leastsq(residuals, start, full_output=True)
            self.assert_same(self.leastsq(residuals, start, full_output=True), theirs)
        x, ier = self.leastsq(lambda p: 2 * (p[0] - 3) ** 2 + 1, 0)
        self.assertEqual((x.shape, ier), ((1,), 1))

    def test_single_precision_takes_longer_steps(self):
        def single(p):
            return residuals(p).astype(np.float32)

        theirs = scipy.optimize.leastsq(single, [1, 1.0], full_output=True)
        ours = self.leastsq(single, [1, 1.0], full_output=True)
        self.assertEqual(ours[2]["nfev"], theirs[2]["nfev"])
        np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-4)

    def test_the_function_is_called_as_scipy_calls_it(self):
        def recorded(minimize):
            calls = []

            def function(p):
                calls.append((p.dtype, p.tolist()))
                return residuals(p)

            minimize(function, [1, 1])
            return calls

        ours, theirs = recorded(self.leastsq), recorded(scipy.optimize.leastsq)
        del theirs[1]  # SciPy looks at the start a third time
        self.assertEqual([kind for kind, _ in ours], [kind for kind, _ in theirs])
        np.testing.assert_allclose([x for _, x in ours], [x for _, x in theirs], rtol=1e-8)

    def test_the_function_runs_here(self):
        threads = set()

        def function(p):
            threads.add(threading.get_ident())
            return residuals(p)

        self.leastsq(function, [1, 1])
        self.assertEqual(threads, {threading.get_ident()})

    def test_a_function_may_keep_and_change_its_argument(self):
        kept = []

        def function(p):
            kept.append(p)
            r = residuals(p)
            p[:] = 7
            return r

        self.assertEqual(
            self.leastsq(function, np.array([1.0, 1]))[0].tolist(),
            self.leastsq(residuals, [7.0, 7])[
                0
            ].tolist(),  # the first call saw x0 itself, as SciPy's
        )
        self.assertEqual(len({id(p) for p in kept}), len(kept))

    def test_improper_input_has_scipys_answers(self):
        wrong = [
            {"ftol": -1},
            {"xtol": -1e-8},
            {"gtol": -1},
            {"factor": 0},
            {"diag": [1, 0]},
            {"diag": [1]},
        ]
        for options in wrong:
            with self.subTest(options):
                with self.assertRaisesRegex(TypeError, "^Improper input parameters.$"):
                    self.leastsq(residuals, [1, 1.0], **options)
                x, cov_x, infodict, mesg, ier = self.leastsq(
                    residuals, [1, 1.0], full_output=True, **options
                )
                self.assertEqual((x.tolist(), cov_x, ier), ([1, 1], None, 0))
                self.assertEqual(mesg, "Improper input parameters.")
                self.assertEqual(infodict["nfev"], 0)
                np.testing.assert_array_equal(infodict["fvec"], residuals([1, 1]))
                self.assertEqual(infodict["fjac"].shape, (2, 30))

    def test_what_scipy_raises_is_raised(self):
        def changes():
            left = iter([T, T, T[:9]])
            return lambda p: next(left)

        wrong = [
            (lambda p: T[:1], [1, 1.0], {}),  # m < n
            (residuals, [1, 1.0], {"Dfun": lambda p: jacobian(p).T}),
            (residuals, [1, 1.0], {"Dfun": jacobian, "col_deriv": True}),
            (residuals, [1, 1.0], {"diag": 1.0}),
            (residuals, [1, 1.0], {"ftol": "small"}),
            (residuals, [1, 1.0], {"maxfev": 10.5}),
            (residuals, [1 + 1j, 1.0], {}),
            (changes(), [1, 1.0], {}),
            (3, [1, 1.0], {}),
        ]
        for function, start, options in wrong:
            with self.subTest(options, start=start):
                with self.assertRaises(Exception) as theirs:
                    scipy.optimize.leastsq(function, start, **options)
                if isinstance(theirs.exception, ValueError) and function is not residuals:
                    function = changes()
                with self.assertRaises(type(theirs.exception)) as ours:
                    self.leastsq(function, start, **options)
                self.assertEqual(str(ours.exception), str(theirs.exception))

    def test_what_is_no_array_of_floats(self):
        for bad in (T[:, None], T + 0j, ["a"] * 30, None):
            with self.assertRaisesRegex(fitd.FunctionError, "not a proper array of floats"):
                self.leastsq(lambda p, bad=bad: bad, [1.0])

    def test_failure_to_converge_warns_the_caller(self):
        with self.assertWarnsRegex(RuntimeWarning, "has reached maxfev = 3") as caught:
            self.leastsq(residuals, [1, 1.0], maxfev=3)
        self.assertEqual(os.path.realpath(caught.filename), os.path.realpath(__file__))

    def test_an_exception_comes_back_as_itself(self):
        class Broken(Exception):
            pass

        error = Broken("the instrument is off", 42)
        for fails_at in (1, 2, 3, 5):
            calls = 0

            def function(p, fails_at=fails_at):
                nonlocal calls
                calls += 1
                if calls == fails_at:
                    raise error
                return residuals(p)

            with self.assertRaises(Broken) as raised:
                self.leastsq(function, [1, 1.0])
            self.assertIs(raised.exception, error)
            self.assertEqual(calls, fails_at)
        with self.assertRaises(KeyboardInterrupt):
            self.leastsq(residuals, [1, 1.0], Dfun=interrupted_after(1))
        # The server goes on.
        self.assertEqual(self.leastsq(residuals, [1, 1.0])[1], 1)

    def test_what_is_not_finite_is_named(self):
        def hole(p):
            r = residuals(p)
            r[17] = np.nan
            return r

        with self.assertRaisesRegex(fitd.NonFinite, "Residual 17 at the start is NaN"):
            self.leastsq(hole, [1, 1.0])
        with self.assertRaisesRegex(ValueError, r"x0\[1\] is nan"):
            self.leastsq(residuals, [1, np.nan])

    def test_a_trial_point_that_is_not_finite_is_stepped_back_from(self):
        def walled(p):
            return residuals(p) if p[1] < 0.9 else np.full(30, np.nan)

        theirs = scipy.optimize.leastsq(walled, [1, 0.1], full_output=True)
        self.assert_same(self.leastsq(walled, [1, 0.1], full_output=True), theirs)

    def test_many_residuals_and_parameters(self):
        rng = np.random.default_rng(1)
        a = rng.standard_normal((20_000, 60))
        b = rng.standard_normal(20_000)
        x, ier = self.leastsq(lambda p: a @ p - b, np.zeros(60), ftol=1e-12)
        self.assertIn(ier, (1, 2, 3, 4))
        np.testing.assert_allclose(x, np.linalg.lstsq(a, b)[0], rtol=1e-5, atol=1e-9)

    def test_a_fit_within_a_fit(self):
        def function(p):
            inner, _ = self.leastsq(lambda q: q - p[0], [0.0])
            return np.array([inner[0] - 3, p[1] + 1])

        np.testing.assert_allclose(self.leastsq(function, [0.0, 0.0])[0], [3, -1], rtol=1e-6)

    def test_the_environment_names_the_server(self):
        before = os.environ.get("FITD_ADDRESS")
        os.environ["FITD_ADDRESS"] = self.server.address
        try:
            self.assertEqual(fitd.leastsq(residuals, [1, 1.0])[1], 1)
        finally:
            os.environ.pop("FITD_ADDRESS")
            if before is not None:
                os.environ["FITD_ADDRESS"] = before

    def test_without_a_server_it_says_so(self):
        with Server(FITD) as gone:
            gone.stop()
        with fitd.Client(gone.address) as client, self.assertRaises(fitd.Unavailable) as raised:
            fitd.leastsq(residuals, [1, 1.0], client=client)
        self.assertIn(gone.address, str(raised.exception))


def interrupted_after(calls):
    left = iter(range(calls))

    def function(p):
        for _ in left:
            return jacobian(p)
        raise KeyboardInterrupt

    return function


class CurveFit(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = np.loadtxt(NIST / "Misra1a.dat", skiprows=60)
        cls.x, cls.y = rows[:, 1], rows[:, 0]
        cls.start = [500, 1e-4]

    def test_a_function_as_scipy_fits_it(self):
        sigma = np.linspace(1, 2, self.y.size)
        covariance = np.diag(sigma**2) + 0.1
        for options in (
            {},
            {"sigma": sigma},
            {"sigma": sigma, "absolute_sigma": True},
            {"sigma": 2.0},
            {"sigma": covariance},
            {"jac": lambda x, a, b: np.column_stack([1 - np.exp(-b * x), a * x * np.exp(-b * x)])},
            {"method": "lm", "xtol": 1e-10},
        ):
            with self.subTest(options):
                theirs = scipy.optimize.curve_fit(
                    misra, self.x, self.y, self.start, full_output=True, **options
                )
                ours = self.curve_fit(
                    misra, self.x, self.y, self.start, full_output=True, **options
                )
                np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-6)
                np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-4)
                self.assertEqual(ours[2]["nfev"], theirs[2]["nfev"])
                self.assertEqual(ours[3:], theirs[3:])

    def test_a_model_of_the_server(self):
        popt, pcov = self.curve_fit("nist_misra1a", self.x, self.y, self.start)
        np.testing.assert_allclose(popt, [2.3894212918e2, 5.5015643181e-4], rtol=1e-6)
        np.testing.assert_allclose(
            np.sqrt(np.diag(pcov)), [2.7070075241, 7.2668688436e-6], rtol=1e-5
        )
        by_name = self.curve_fit("nist_misra1a", self.x, self.y, {"b1": 500, "b2": 1e-4})
        self.assertEqual(by_name[0].tolist(), popt.tolist())
        guessed = self.curve_fit("nist_misra1a", self.x, self.y)
        np.testing.assert_allclose(guessed[0], popt, rtol=1e-5)
        full = self.curve_fit("nist_misra1a", self.x, self.y, self.start, full_output=True)
        self.assertEqual(full[2]["fjac"].shape, (2, 14))
        self.assertEqual(full[4], 1)

    def test_a_model_and_its_function_agree(self):
        sigma = np.linspace(1, 2, self.y.size)
        for options in ({"sigma": sigma}, {"sigma": sigma, "absolute_sigma": True}, {"sigma": 2.0}):
            model = self.curve_fit("nist_misra1a", self.x, self.y, self.start, **options)
            function = self.curve_fit(misra, self.x, self.y, self.start, **options)
            np.testing.assert_allclose(model[0], function[0], rtol=1e-6)
            np.testing.assert_allclose(model[1], function[1], rtol=1e-3)

    def test_a_model_of_two_predictors(self):
        rng = np.random.default_rng(2)
        x, y = rng.uniform(-3, 3, (2, 400))
        values = [1.5, -2.0, 0.5]
        z = self.client.evaluate("planar2d", {"x": x, "y": y}, values)
        popt, _ = self.curve_fit("planar2d", np.array([x, y]), z)
        np.testing.assert_allclose(popt, values, rtol=1e-8)

    def test_the_number_of_starts_is_checked(self):
        with self.assertRaisesRegex(ValueError, r"p0 has 3 values.*b1.*b2"):
            self.curve_fit("nist_misra1a", self.x, self.y, [1, 2, 3])

    def test_bounds_of_a_model(self):
        for bounds in (
            ([0, 0], [230, 1]),
            (0, [230, 1]),
            scipy.optimize.Bounds([0, -np.inf], [230, np.inf]),
        ):
            theirs, _ = scipy.optimize.curve_fit(
                misra,
                self.x,
                self.y,
                [200, 5e-4],
                bounds=bounds,
                ftol=1e-14,
                xtol=1e-14,
                x_scale="jac",
            )
            ours, pcov = self.curve_fit("nist_misra1a", self.x, self.y, [200, 5e-4], bounds=bounds)
            np.testing.assert_allclose(ours, theirs, rtol=1e-6)
            self.assertEqual(ours[0], 230)
            self.assertEqual(pcov[0].tolist(), [0, 0])
            self.assertGreater(pcov[1, 1], 0)
        with self.assertRaisesRegex(ValueError, r"bounds do not fit .*b1.*b2"):
            self.curve_fit("nist_misra1a", self.x, self.y, bounds=([0, 0, 0], 9))

    def test_bounds_of_a_function(self):
        outside = []

        def watched(x, b1, b2):
            if not (0 <= b1 <= limit and 0 <= b2 <= 1):
                outside.append((b1, b2))
            return misra(x, b1, b2)

        derivatives = lambda x, a, b: np.column_stack([1 - np.exp(-b * x), a * x * np.exp(-b * x)])  # noqa: E731
        for limit in (230, 1000):  # one that is met, and one that is not
            for jac in (None, derivatives):
                for bounds in (([0, 0], [limit, 1]), scipy.optimize.Bounds(0, [limit, 1])):
                    theirs, their_cov = scipy.optimize.curve_fit(
                        misra, self.x, self.y, [200, 5e-4], bounds=([0, 0], [limit, 1]), ftol=1e-14,
                        xtol=1e-14, x_scale="jac", jac=derivatives,
                    )  # fmt: skip
                    ours, pcov = self.curve_fit(
                        watched, self.x, self.y, [200, 5e-4], bounds=bounds, jac=jac, ftol=1e-12, xtol=1e-12
                    )  # fmt: skip
                    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
                    # Theirs is at the returned point, ours at the last linearisation before it.
                    np.testing.assert_allclose(pcov, their_cov, rtol=1e-3)
                    self.assertLessEqual(ours[0], limit)
        self.assertEqual(outside, [])

    def test_a_start_within_bounds_is_found(self):
        popt, _ = self.curve_fit(misra, self.x, self.y, bounds=([100, 1e-4], [1000, 1e-3]))
        np.testing.assert_allclose(popt, [2.3894212918e2, 5.5015643181e-4], rtol=1e-5)

    def test_bounds_that_scipy_refuses(self):
        for start, bounds, says in (
            ([500, 1e-4], ([0, 0], [400, 1]), "Initial guess is outside of provided bounds"),
            ([500, 1e-4], ([0, 2], [1000, 1]), "Each lower bound must be strictly less"),
        ):
            for curve_fit in (scipy.optimize.curve_fit, self.curve_fit):
                with self.subTest(says), self.assertRaisesRegex(ValueError, says):
                    curve_fit(misra, self.x, self.y, start, bounds=bounds)
        with self.assertRaisesRegex(ValueError, "Inconsistent shapes between bounds and `x0`"):
            self.curve_fit(misra, self.x, self.y, self.start, bounds=([0, 0, 0], 1000))

    def test_what_is_not_there_says_so(self):
        for options in (
            {"method": "trf"},
            {"jac": "3-point"},
        ):
            for f in (misra, "nist_misra1a"):
                with self.subTest(options, f=f), self.assertRaises(fitd.NotSupported):
                    self.curve_fit(f, self.x, self.y, self.start, **options)
        with self.assertRaises(fitd.UnknownModel):
            self.curve_fit("nist_misra9", self.x, self.y)

    def test_a_fit_that_does_not_converge(self):
        for f in (misra, "nist_misra1a"):
            with self.assertRaisesRegex(
                RuntimeError, "Optimal parameters not found: Number of calls"
            ):
                self.curve_fit(f, self.x, self.y, self.start, maxfev=2)

    def test_no_covariance_is_warned_of(self):
        for f in (misra, "nist_misra1a"):
            with self.assertWarns(scipy.optimize.OptimizeWarning):
                _, pcov = self.curve_fit(f, self.x[[2, 9]], self.y[[2, 9]], self.start)
            self.assertTrue(np.isinf(pcov).all())

    def test_nan_policy_beside_scipys(self):
        y = self.y.copy()
        y[3] = np.nan
        theirs = scipy.optimize.curve_fit(misra, self.x, y, self.start, nan_policy="omit")
        for f in (misra, "nist_misra1a"):
            ours = self.curve_fit(f, self.x, y, self.start, nan_policy="omit")
            np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-6)
            with self.assertRaises(ValueError):
                self.curve_fit(f, self.x, y, self.start)

    def test_integers_and_lists_are_taken(self):
        popt, _ = self.curve_fit(lambda x, a, b: a * x + b, [1, 2, 3, 4], [3, 5, 7, 9])
        np.testing.assert_allclose(popt, [2, 1], rtol=1e-7)


if __name__ == "__main__":
    unittest.main()
