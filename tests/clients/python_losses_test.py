"""What the Python client minimises other than squares, and which points it leaves out.

python_losses_test.py FITD
"""

import sys
import unittest

import numpy as np
import scipy.optimize
from data_files import TRUE, curve
from programs import Server

import fitd

FITD = sys.argv[1]
del sys.argv[1]

TIGHT = {"ftol": 1e-13, "xtol": 1e-13}


def gaussian(x, amplitude, center, sigma):
    return amplitude / (sigma * np.sqrt(2 * np.pi)) * np.exp(-(((x - center) / sigma) ** 2) / 2)


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.client = cls.enterClassContext(fitd.Client(cls.server.address))
        cls.x, y = map(np.array, curve(101))
        rng = np.random.default_rng(4)
        cls.y = y + 0.02 * rng.normal(size=y.size)
        cls.spiked = cls.y.copy()
        cls.spiked[::9] += 2
        cls.start = {name: 1.05 * value for name, value in TRUE.items()}


class Losses(Case):
    def test_are_scipys(self):
        for loss in ("soft_l1", "huber", "cauchy", "arctan"):
            with self.subTest(loss):
                result = self.client.fit(
                    "gaussian",
                    self.x,
                    self.spiked,
                    start=self.start,
                    loss=loss,
                    f_scale=0.1,
                    **TIGHT,
                )
                theirs = scipy.optimize.least_squares(
                    lambda p: gaussian(self.x, *p) - self.spiked,
                    list(self.start.values()),
                    loss=loss,
                    f_scale=0.1,
                    x_scale="jac",
                    ftol=1e-14,
                    xtol=1e-14,
                    gtol=1e-14,
                )
                np.testing.assert_allclose(result.x, theirs.x, rtol=1e-5)
                objective = result.statistics.objective
                self.assertLess(objective, 2 * theirs.cost * (1 + 1e-9))
                self.assertIsNone(result.statistics.aic)
                self.assertIn("\n  loss ", str(result))
                np.testing.assert_allclose(
                    result.infodict["fvec"], gaussian(self.x, *result.x) - self.spiked, atol=1e-9
                )

    def test_poisson(self):
        rng = np.random.default_rng(5)
        counts = rng.poisson(300 * np.maximum(self.y, 0) + 2)
        formula = "gaussian(prefix='p_') + b"
        start = {"p_amplitude": 2500, "p_center": 5.2, "p_sigma": 1, "b": 1}
        result = self.client.fit(formula, self.x, counts, start=start, loss="poisson", **TIGHT)
        self.assertTrue(result.success, result.mesg)

        def minus_log_likelihood(p):
            mu = gaussian(self.x, *p[:3]) + p[3]
            return np.sum(mu - counts * np.log(mu)) if (mu > 0).all() else np.inf

        theirs = scipy.optimize.minimize(minus_log_likelihood, result.x * 1.001, method="BFGS")
        self.assertLess(minus_log_likelihood(result.x), theirs.fun + 1e-7)
        np.testing.assert_allclose(result.x, theirs.x, rtol=1e-3)
        np.testing.assert_allclose(
            np.sum(result.infodict["fvec"] ** 2), result.statistics.objective, rtol=1e-12
        )
        self.assertIn("\n  deviance ", str(result))

    def test_batch(self):
        rows = np.stack([self.spiked, self.y])
        batch = self.client.batch("gaussian", self.x, rows, loss="huber", f_scale=0.1)
        for row, values in zip(rows, batch.parameters):
            alone = self.client.fit("gaussian", self.x, row, loss="huber", f_scale=0.1)
            np.testing.assert_allclose(values, alone.x, rtol=1e-6)

    def test_linear_is_the_default(self):
        plain = self.client.fit("gaussian", self.x, self.y)
        linear = self.client.fit("gaussian", self.x, self.y, loss="linear", f_scale=3)
        np.testing.assert_array_equal(plain.x, linear.x)
        self.assertIsNone(linear.statistics.objective)

    def test_unknown_words_are_refused_here(self):
        for wrong in ({"loss": "cauchi"}, {"nan_policy": "propagate"}):
            with self.assertRaisesRegex(ValueError, "must be one of"):
                self.client.fit("gaussian", self.x, self.y, **wrong)

    def test_curve_fit(self):
        start = list(self.start.values())
        popt, pcov = fitd.curve_fit(
            "gaussian", self.x, self.spiked, start, loss="cauchy", f_scale=0.1, client=self.client
        )
        plain, _ = fitd.curve_fit("gaussian", self.x, self.spiked, start, client=self.client)
        truth = np.array(list(TRUE.values()))
        self.assertLess(np.abs(popt - truth).max(), 0.2 * np.abs(plain - truth).max())
        self.assertTrue(np.isfinite(pcov).all())
        with self.assertRaises(fitd.NotSupported):
            fitd.curve_fit(gaussian, self.x, self.y, start, loss="cauchy", client=self.client)


class Correlated(Case):
    def setUp(self):
        steps = np.abs(np.subtract.outer(np.arange(self.x.size), np.arange(self.x.size)))
        self.covariance = 0.02**2 * 0.6**steps

    def test_curve_fit_takes_a_covariance_for_sigma(self):
        start = list(self.start.values())
        for absolute in (False, True):
            ours = fitd.curve_fit(
                "gaussian", self.x, self.y, start, self.covariance, absolute, client=self.client
            )
            theirs = scipy.optimize.curve_fit(
                gaussian, self.x, self.y, start, self.covariance, absolute
            )
            np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-5)
            np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-3, atol=1e-9)

    def test_fit_takes_it_by_name(self):
        result = self.client.fit("gaussian", self.x, self.y, y_covariance=self.covariance)
        self.assertTrue(result.success)
        off = self.y.copy()
        off[5] = np.nan
        omitted = self.client.fit(
            "gaussian", self.x, off, y_covariance=self.covariance, nan_policy="omit"
        )
        self.assertEqual(omitted.num_omitted, 1)
        wrong = self.covariance.copy()
        wrong[3, 8] = wrong[8, 3] = 1
        with self.assertRaisesRegex(fitd.InvalidRequest, "with point 8 the pivot is -"):
            self.client.fit("gaussian", self.x, self.y, y_covariance=wrong)


class Points(Case):
    def test_mask_and_omit(self):
        kept = np.arange(self.x.size) % 9 != 0
        expected = self.client.fit("gaussian", self.x[kept], self.spiked[kept])
        masked = self.client.fit("gaussian", self.x, self.spiked, mask=kept)
        holed = np.where(kept, self.spiked, np.nan)
        omitted = self.client.fit("gaussian", self.x, holed, nan_policy="omit")
        for result in (masked, omitted):
            np.testing.assert_array_equal(result.x, expected.x)
            self.assertEqual(result.num_omitted, np.count_nonzero(~kept))
            self.assertEqual(result.best_fit.shape, self.x.shape)
            self.assertTrue(np.isfinite(result.best_fit).all())
            self.assertEqual(result.infodict["fvec"].size, np.count_nonzero(kept))
            self.assertIn("points left out", str(result))
        with self.assertRaises(fitd.InvalidRequest):
            self.client.fit("gaussian", self.x, holed)

    def test_best_fit_is_nan_where_x_is(self):
        x = self.x.copy()
        x[[3, 40]] = np.nan, np.inf
        result = self.client.fit("gaussian", x, self.y, nan_policy="omit")
        self.assertEqual(result.num_omitted, 2)
        np.testing.assert_array_equal(np.isfinite(result.best_fit), np.isfinite(x))


if __name__ == "__main__":
    unittest.main()
