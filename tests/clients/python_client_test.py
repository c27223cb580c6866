"""The Python client against a real fitd. Needs the packages of client-examples/python/requirements.txt.

python_client_test.py FITD DATA
"""

import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import grpc
import numpy as np
from data_files import TRUE, curve
from programs import DEADLINE, Server

import fitd

FITD = sys.argv[1]
NIST = pathlib.Path(sys.argv[2]) / "nist"
EXAMPLE = pathlib.Path(fitd.__file__).resolve().parents[1] / "fit_and_plot.py"
del sys.argv[1:3]

LONG = 1_000_000  # points of a fit that runs for a second or more
SLOW = {"start": {"amplitude": 1, "center": 2, "sigma": 9}, "jacobian": "forward"}


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.client = cls.enterClassContext(fitd.Client(cls.server.address))
        cls.x, cls.y = map(np.array, curve(201))

    def fit(self, **options):
        return self.client.fit("gaussian", self.x, self.y, **options)


class Results(Case):
    def test_holds_what_leastsq_returns(self):
        x, cov_x, infodict, mesg, ier = self.fit().leastsq()
        self.assertEqual((x.shape, cov_x.shape), ((3,), (3, 3)))
        self.assertIn(ier, (1, 2, 3))
        self.assertIn("relative", mesg)
        shapes = {name: np.shape(value) for name, value in infodict.items()}
        self.assertEqual(
            shapes,
            {"nfev": (), "njev": (), "fvec": (201,), "fjac": (3, 201), "ipvt": (3,), "qtf": (3,)},
        )
        self.assertTrue(infodict["fvec"].flags.writeable)

    def test_arrays_belong_together(self):
        result = self.fit()
        residuals = result.infodict["fvec"]
        np.testing.assert_allclose(result.best_fit - self.y, residuals, rtol=0, atol=1e-15)
        self.assertAlmostEqual(result.statistics.chi_square, residuals @ residuals, places=12)
        np.testing.assert_array_equal(np.triu(result.infodict["fjac"].T[:3]), result.r)
        errors = list(result.standard_errors.values())
        np.testing.assert_allclose(np.sqrt(np.diag(result.covariance)), errors, rtol=1e-12)
        np.testing.assert_allclose(
            result.covariance / np.outer(errors, errors), result.correlation, rtol=0, atol=1e-12
        )

    def test_finds_the_parameters(self):
        result = self.fit()
        self.assertTrue(result.success)
        for name, true in TRUE.items():
            # The ripple is no noise, but stays well within a few standard errors.
            self.assertLess(abs(result[name].value - true), 5 * result[name].standard_error)

    def test_fixed_free_and_given_starts(self):
        result = self.fit(start={"amplitude": 9, "sigma": 1}, fixed={"center": 4.9})
        self.assertEqual(result.free_names, ["amplitude", "sigma"])
        self.assertEqual(result["center"].value, 4.9)
        self.assertTrue(result["center"].fixed)
        self.assertIsNone(result["center"].standard_error)
        self.assertEqual(result["amplitude"].start, 9)
        held = self.fit(start={"center": 4.9}, fixed=["center"])
        self.assertEqual(held["center"].value, 4.9)
        self.assertTrue(held["center"].fixed)
        self.assertFalse(self.fit(free=["center"])["center"].fixed)

    def test_bounds(self):
        result = self.fit(bounds={"center": (None, 4.8), "sigma": (0, np.inf)})
        center, sigma = result["center"], result["sigma"]
        self.assertEqual((center.value, center.at_bound), (4.8, "max"))
        self.assertIsNone(center.standard_error)
        self.assertEqual((center.min, center.max), (None, 4.8))
        held = self.fit(fixed={"center": 4.8})["sigma"]
        self.assertAlmostEqual(sigma.value, held.value, places=5)
        self.assertAlmostEqual(sigma.standard_error, held.standard_error, places=5)
        self.assertEqual((sigma.at_bound, sigma.min, sigma.max), (None, 0, None))
        self.assertIn("at its max", str(result))
        self.assertEqual(self.fit(natural_bounds=True)["sigma"].min, 0)
        with self.assertRaisesRegex(fitd.InvalidRequest, "is 9, above max, 4.8"):
            self.fit(start={"center": 9}, bounds={"center": (None, 4.8)})

    def test_ties(self):
        result = self.fit(ties={"center": "4*sigma"})
        center, sigma = result["center"], result["sigma"]
        self.assertEqual(result.free_names, ["amplitude", "sigma"])
        self.assertEqual(center.value, 4 * sigma.value)
        self.assertAlmostEqual(center.standard_error, 4 * sigma.standard_error, places=12)
        self.assertEqual((center.expression, center.gradient), ("4*sigma", {"sigma": 4}))
        self.assertIsNone(sigma.expression)
        self.assertIn("= 4*sigma", str(result))
        with self.assertRaisesRegex(fitd.InvalidRequest, "column 3: the fit has no parameter 'sigm'"):
            self.fit(ties={"center": "4*sigm"})

    def test_a_band_knows_of_ties(self):
        tied = self.fit(ties={"center": "4*sigma"})
        low, high = tied.band([4.0, 5.0, 6.0])
        step = 1e-6
        slopes = []
        for name in tied.free_names:
            ends = []
            for sign in (1, -1):
                p = dict(tied.values)
                p[name] += sign * step
                p["center"] = 4 * p["sigma"]
                ends.append(self.client.evaluate("gaussian", [4.0, 5.0, 6.0], p))
            slopes.append((ends[0] - ends[1]) / (2 * step))
        variance = np.einsum("ji,jk,ki->i", slopes, tied.covariance, slopes)
        half = (high - low) / 2
        expected = fitd.student.t_quantile(0.975, tied.statistics.degrees_of_freedom)
        # Of the differences, step^2 and rounding over step: about 1e-9.
        np.testing.assert_allclose(half, expected * np.sqrt(variance), rtol=1e-7)

    def test_global_fit(self):
        x, y = np.asarray(self.x), np.asarray(self.y)
        sets = {"a": (x, y), "b": fitd.DataSet(x[::2], 2 * y[::2])}
        seen = []
        result = self.client.fit_global(
            sets, "gaussian", shared=["center", "sigma"], on_progress=seen.append
        )
        self.assertTrue(result.success)
        names = ["amplitude_a", "center", "sigma", "amplitude_b"]
        self.assertEqual(result.free_names, names)
        self.assertEqual(len(seen[0].parameters), 4)
        ratio = result["amplitude_b"].value / result["amplitude_a"].value
        self.assertAlmostEqual(ratio, 2, places=1)
        first, second = result.data_sets
        self.assertEqual((first.name, second.name), ("a", "b"))
        self.assertEqual(second.parameter_names, ["amplitude_b", "center", "sigma"])
        np.testing.assert_allclose(second.evaluate(x[::2]), second.best_fit, rtol=1e-12)
        np.testing.assert_allclose(second.residuals, second.best_fit - 2 * y[::2], atol=1e-12)
        self.assertAlmostEqual(
            first.chi_square + second.chi_square, result.statistics.chi_square, places=9
        )
        self.assertIn("Data sets", str(result))
        with self.assertRaisesRegex(ValueError, "a curve for each of its data_sets"):
            result.evaluate(x)
        with self.assertRaisesRegex(fitd.InvalidRequest, "a parameter of none of the models"):
            self.client.fit_global(sets, "gaussian", shared=["width"])

    def test_scale_is_diag_by_name(self):
        by_name = self.fit(scale={"sigma": 3, "amplitude": 1, "center": 2})
        self.assertEqual(by_name.x.tolist(), self.fit(diag=[1, 2, 3]).x.tolist())

    def test_sigma(self):
        sigma = np.full(201, 0.5)
        relative, absolute = self.fit(sigma=sigma), self.fit(sigma=sigma, absolute_sigma=True)
        factor = np.sqrt(relative.statistics.reduced_chi_square)
        for name, error in absolute.standard_errors.items():
            self.assertAlmostEqual(relative[name].standard_error, error * factor, places=12)

    def test_options_reach_the_server(self):
        self.assertIn("0.001000", self.fit(ftol=1e-3, xtol=0, gtol=0).mesg)
        stopped = self.fit(maxfev=1, start={"center": 2})
        self.assertEqual((stopped.ier, stopped.success), (5, False))
        self.assertEqual(self.fit(jacobian="forward").message.provenance.jacobian, 2)
        self.assertEqual(self.fit().message.provenance.arithmetic, 1)
        self.assertEqual(self.fit(arithmetic="reference").message.provenance.arithmetic, 2)
        certified = self.fit(arithmetic="certified")
        self.assertEqual((certified.ier, certified.message.provenance.arithmetic), (2, 3))
        steps = [self.fit(factor=f, start={"center": 2}).infodict["nfev"] for f in (0.1, 100)]
        self.assertGreater(*steps)
        self.assertTrue(self.fit(diag=[1, 1, 1], epsfcn=1e-14, labels={"who": "test"}).success)

    def test_many_starts(self):
        x = np.linspace(0, 10, 80)
        y = 3 * np.sin(7 * x + 0.5)
        words = {
            "start": {"amplitude": 1, "frequency": 2.3, "shift": 0},
            "bounds": {"amplitude": (0.1, 10), "frequency": (0.5, 20), "shift": (-3, 3)},
        }
        one = self.client.fit("sine", x, y, **words)
        many = self.client.fit("sine", x, y, **words, starts=40, seed=2, spread=5)
        self.assertEqual(one.minima, [])
        self.assertAlmostEqual(many["frequency"].value, 7, places=6)
        self.assertEqual(many.minima[0].x.tolist(), many.x.tolist())
        self.assertEqual(sum(minimum.starts for minimum in many.minima), 40)
        self.assertEqual(many.minima[0].termination, many.termination)

    def test_arrays_are_chosen(self):
        result = self.fit(arrays=["best_fit"])
        self.assertEqual(result.best_fit.shape, (201,))
        self.assertIsNone(result.infodict["fjac"])
        self.assertIsNone(result.cov_x)
        self.assertIsNone(self.fit(arrays=[]).best_fit)

    def test_other_types_of_numbers_are_taken(self):
        by_lists = self.client.fit("gaussian", list(self.x), list(self.y))
        self.assertEqual(by_lists.x.tolist(), self.fit().x.tolist())
        by_name = self.client.fit("gaussian", {"x": self.x}, self.y)
        self.assertEqual(by_name.x.tolist(), self.fit().x.tolist())
        reversed_views = self.client.fit("gaussian", self.x[::-1], self.y[::-1])
        np.testing.assert_allclose(reversed_views.x, self.fit().x, rtol=1e-6)
        singles = self.client.fit("gaussian", self.x.astype("f4"), self.y.astype("f4"))
        np.testing.assert_allclose(singles.x, self.fit().x, rtol=1e-4)

    def test_the_report_holds_all(self):
        report = str(self.fit(fixed={"center": 5}))
        for part in ("gaussian", "ier 1", "amplitude", "±", "fixed", "Correlations", "AIC", "nfev"):
            self.assertIn(part, report)

    def test_a_report_of_what_is_not_determined(self):
        # As many points as parameters: no residual variance, so no standard errors.
        few = self.client.fit("gaussian", self.x[::80], self.y[::80], start=TRUE)
        self.assertIsNone(few.statistics.reduced_chi_square)
        self.assertIsNone(few["center"].standard_error)
        self.assertIn("± ?", str(few))

    def test_nist_misra1a(self):
        rows = np.loadtxt(NIST / "Misra1a.dat", skiprows=60)
        result = self.client.fit(
            "nist_misra1a", rows[:, 1], rows[:, 0], start={"b1": 500, "b2": 1e-4}, xtol=1e-12
        )
        np.testing.assert_allclose(result.x, [2.3894212918e2, 5.5015643181e-4], rtol=1e-6)
        errors = list(result.standard_errors.values())
        np.testing.assert_allclose(errors, [2.7070075241, 7.2668688436e-6], rtol=1e-5)


class Catalogue(Case):
    def test_models(self):
        names = [model.name for model in self.client.models()]
        self.assertIn("gaussian", names)
        self.assertIn("gaussian", [model.name for model in self.client.models(text="normal")])
        self.assertEqual({m.group for m in self.client.models(group="peaks")}, {"peaks"})

    def test_model(self):
        model = self.client.model("normal")
        self.assertEqual(model.name, "gaussian")
        self.assertIn("normal", model.aliases)
        self.assertEqual(list(model.predictors), ["x"])
        sigma = model.parameters[2]
        self.assertEqual(
            (sigma.name, sigma.role, sigma.min, sigma.max), ("sigma", "scale", 0, None)
        )
        self.assertTrue(model.can_guess)
        self.assertEqual(len(model.example_parameters), 3)
        low, high = model.example_ranges[0]
        self.assertLess(low, high)

    def test_evaluate(self):
        height = TRUE["amplitude"] / (TRUE["sigma"] * np.sqrt(2 * np.pi))
        expected = height * np.exp(-(((self.x - 5) / 1.2) ** 2) / 2)
        values, jacobian = self.client.evaluate("gaussian", self.x, [10, 5, 1.2], jacobian=True)
        np.testing.assert_allclose(values, expected, rtol=1e-14)
        self.assertEqual(jacobian.shape, (201, 3))
        np.testing.assert_allclose(jacobian[:, 0], expected / 10, rtol=1e-14)
        shuffled = {"sigma": 1.2, "amplitude": 10, "center": 5}
        by_name = self.client.evaluate("gaussian", self.x, shuffled)
        np.testing.assert_array_equal(by_name, values)

    def test_evaluate_names_what_is_missing(self):
        with self.assertRaisesRegex(ValueError, "needs amplitude, center too"):
            self.client.evaluate("gaussian", self.x, {"sigma": 1})
        with self.assertRaisesRegex(ValueError, "no parameter width"):
            self.client.evaluate("gaussian", self.x, {"width": 1})

    def test_guess(self):
        guessed = self.client.guess("gaussian", self.x, self.y)
        self.assertEqual(list(guessed), ["amplitude", "center", "sigma"])
        for name, true in TRUE.items():
            self.assertLess(abs(guessed[name] - true), 0.2 * true)


class Errors(Case):
    def test_every_violation_is_named(self):
        y = self.y.copy()
        y[17] = np.nan
        with self.assertRaises(fitd.InvalidRequest) as raised:
            self.client.fit("gaussian", self.x, y, ftol=-1, start={"width": 1})
        violations = dict(raised.exception.violations)
        self.assertEqual(raised.exception.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertRegex(violations["y.f64_le[17]"], "^is NaN")
        self.assertIn("options.ftol", violations)
        self.assertTrue(any("width" in f"{violation}" for violation in violations.items()))
        for field in violations:
            self.assertIn(field, str(raised.exception))

    def test_expressions_are_models(self):
        x = np.linspace(0, 3, 30)
        start = {"a": 1, "b": 1, "c": 0}
        result = self.client.fit("a*exp(-b*x) + c", x, 2 * np.exp(-1.5 * x) + 0.5, start=start)
        self.assertEqual(result.model, "a*exp(-b*x) + c")
        np.testing.assert_allclose(result.x, [2, 1.5, 0.5], rtol=1e-8)
        values = self.client.evaluate("a*x^2", x, {"a": 3})
        np.testing.assert_allclose(values, 3 * x**2, rtol=1e-15)
        with self.assertRaises(fitd.InvalidRequest) as caught:
            self.client.fit("a*exp(", x, x)
        self.assertEqual(caught.exception.violations[0].field, "model")
        self.assertIn("column 7: expected an operand", str(caught.exception))

    def test_unknown_models_bring_close_names(self):
        for call in (
            lambda: self.client.model("gausian"),
            lambda: self.client.fit("gausian", self.x, self.y),
        ):
            with self.assertRaisesRegex(fitd.UnknownModel, "gaussian"):
                call()

    def test_no_server(self):
        with Server(FITD) as gone:
            gone.stop()
        with fitd.Client(gone.address) as client, self.assertRaises(fitd.Unavailable):
            client.models()

    def test_all_are_fitd_errors(self):
        kinds = [getattr(fitd, name) for name in fitd.__all__]
        # Of a call. The three others are of leastsq and curve_fit, after SciPy.
        others = (fitd.FunctionError, fitd.NonFinite, fitd.OptimizeWarning)
        errors = [k for k in kinds if isinstance(k, type) and issubclass(k, Exception)]
        errors = [kind for kind in errors if kind not in others]
        self.assertEqual(len(errors), 10)
        self.assertTrue(all(issubclass(kind, fitd.FitdError) for kind in errors))


class LongFits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        x, y = map(np.array, curve(200))
        cls.x, cls.y = np.tile(x, LONG // 200), np.tile(y, LONG // 200)

    def setUp(self):
        # A server for each test, since a cancelled fit keeps its memory for a moment, with room for one
        # long fit, a little over 8 m (n + 4) bytes, but not for one of 20,000 points beside it.
        server = self.enterContext(Server(FITD, f"--working_memory={8 * (LONG + 18_000) * 7}"))
        self.client = self.enterContext(fitd.Client(server.address))

    def fit(self, **options):
        return self.client.fit("gaussian", self.x, self.y, **options)

    def start(self):
        """A long fit that has reported its first iteration."""
        call = self.client.start_fit("gaussian", self.x, self.y, **SLOW)
        reports = iter(call)
        self.assertEqual(next(reports).iteration, 0)
        return call, reports

    def test_progress_falls(self):
        reports = []
        result = self.fit(on_progress=reports.append, progress_interval=0, **SLOW)
        self.assertGreater(len(reports), 2)
        norms = [report.residual_norm for report in reports]
        self.assertEqual(norms, sorted(norms, reverse=True))
        self.assertEqual(len(reports[-1].parameters), 3)
        self.assertIsNone(reports[0].gain_ratio)
        self.assertLessEqual(reports[-1].nfev, result.infodict["nfev"])
        self.assertIn("residual norm", str(reports[-1]))

    def test_large_arrays_are_left_out_until_asked_for(self):
        result = self.fit(ftol=1e-2)
        self.assertIn("infodict.fjac", result.omitted)
        self.assertIsNone(result.infodict["fjac"])
        asked = self.fit(ftol=1e-2, arrays=["infodict.fjac"])
        self.assertEqual(asked.infodict["fjac"].shape, (3, LONG))

    def test_cancel_from_another_thread(self):
        call, reports = self.start()
        threading.Thread(target=call.cancel).start()
        with self.assertRaises(fitd.Cancelled):
            for _ in reports:
                pass

    def test_an_exception_in_on_progress_cancels(self):
        def stop(progress):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.fit(on_progress=stop, **SLOW)
        # The server has room for one such fit: this one is taken once the cancelled one has ended.
        while True:
            try:
                self.assertTrue(self.fit(ftol=1e-2).success)
                break
            except fitd.Overloaded:
                continue

    def test_a_full_server_says_when_to_try_again(self):
        call, _ = self.start()
        with self.assertRaises(fitd.Overloaded) as raised:
            self.client.fit("gaussian", self.x[:20_000], self.y[:20_000])
        self.assertGreater(raised.exception.retry_after, 0)
        self.assertIn("try again in", str(raised.exception))
        call.cancel()

    def test_time_limit_and_timeout(self):
        stopped = self.fit(time_limit=1e-3, **SLOW)
        self.assertEqual((stopped.termination, stopped.ier), ("TIME_LIMIT", None))
        self.assertEqual(stopped.x.shape, (3,))
        with self.assertRaises(fitd.DeadlineExceeded):
            self.fit(timeout=0.02, **SLOW)


class Example(Case):
    def test_fit_and_plot_draws_a_picture(self):
        import matplotlib.image  # where the core is tested alone, it is not installed

        with tempfile.TemporaryDirectory() as folder:
            picture = pathlib.Path(folder) / "fit.png"
            answer = subprocess.run(
                [sys.executable, EXAMPLE, "--server", self.server.address, "--output", picture],
                capture_output=True, text=True, timeout=DEADLINE, check=False,
            )  # fmt: skip
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertRegex(answer.stdout, r"iteration +0 +nfev +1 ")
            self.assertIn("Parameters", answer.stdout)
            pixels = matplotlib.image.imread(picture)[:, :, :3]
        self.assertGreater(min(pixels.shape[:2]), 400)
        for colour in ("tab:red", "tab:blue"):
            rgb = matplotlib.colors.to_rgb(colour)
            drawn = np.all(np.abs(pixels - rgb) < 0.01, axis=2).sum()
            self.assertGreater(drawn, 500, f"{colour} is hardly drawn")

    def test_without_a_server_it_says_so(self):
        with Server(FITD) as gone:
            gone.stop()
        answer = subprocess.run(
            [sys.executable, EXAMPLE, "--server", gone.address],
            capture_output=True, text=True, timeout=DEADLINE, check=False,
        )  # fmt: skip
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("Unavailable", answer.stderr)
        self.assertNotIn("Traceback", answer.stderr)


if __name__ == "__main__":
    unittest.main()
