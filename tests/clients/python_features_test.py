"""What the Python client adds to the calls: retries, progress bar, pandas, pictures, asyncio.

python_features_test.py FITD
"""

import asyncio
import io
import itertools
import signal
import subprocess
import sys
import unittest
from contextlib import redirect_stderr

import grpc
import matplotlib
import numpy as np
import pandas
import scipy.stats
from data_files import TRUE, curve
from programs import DEADLINE, Server
from wire import Wire

import fitd
from fitd.retry import Attempts
from fitd.student import t_quantile

matplotlib.use("Agg")

FITD = sys.argv[1]
del sys.argv[1]

LONG = 1_000_000  # points of a fit that runs for a second or more
SLOW = {"start": {"amplitude": 1, "center": 2, "sigma": 9}, "jacobian": "forward"}


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.client = cls.enterClassContext(fitd.Client(cls.server.address))
        cls.x, cls.y = map(np.array, curve(201))


def unavailable(pushback=None):
    error = fitd.Unavailable(grpc.StatusCode.UNAVAILABLE, "nobody there")
    error.pushback = pushback
    return error


class Delays(unittest.TestCase):
    def test_double_up_to_the_largest(self):
        retry = fitd.Retry(attempts=7, first_delay=1, max_delay=8)
        delays = [retry.delay(k, unavailable()) for k in range(1, 8)]
        self.assertIsNone(delays.pop())
        for delay, middle in zip(delays, (1, 2, 4, 8, 8, 8)):
            self.assertTrue(0.8 * middle <= delay <= 1.2 * middle, delays)

    def test_obey_the_server(self):
        self.assertEqual(fitd.Retry().delay(1, unavailable(0.25)), 0.25)
        self.assertIsNone(fitd.Retry().delay(1, unavailable(-1)))

    def test_are_for_what_another_server_may_do(self):
        invalid = fitd.InvalidRequest(grpc.StatusCode.INVALID_ARGUMENT, "no", [])
        self.assertIsNone(fitd.Retry().delay(1, invalid))
        full = fitd.Overloaded(grpc.StatusCode.RESOURCE_EXHAUSTED, "full", 2.0)
        full.pushback = 2.0
        self.assertIsNone(fitd.Retry().delay(1, full))
        self.assertEqual(fitd.Retry(overloaded=True).delay(1, full), 2.0)

    def test_do_not_pass_the_timeout(self):
        with self.assertRaises(fitd.Unavailable):
            Attempts(fitd.Retry(), timeout=10).delay_after(unavailable(11))
        self.assertEqual(Attempts(fitd.Retry(), timeout=10).delay_after(unavailable(3)), 3)


class Retries(Case):
    def test_every_call_is_made_again(self):
        calls = [
            lambda c: c.fit("gaussian", self.x, self.y).values,
            lambda c: c.model("gaussian").name,
            lambda c: c.guess("gaussian", self.x, self.y),
            lambda c: fitd.leastsq(lambda p: p - 3, [0.0], client=c)[0].tolist(),
        ]
        for call in calls:
            with Wire(self.server.address, cuts=2) as wire, fitd.Client(wire.address) as client:
                self.assertEqual(call(client), call(self.client))
                self.assertEqual(wire.connections, 3)

    def test_not_for_ever(self):
        once = fitd.Retry(attempts=1)
        with (
            Wire(self.server.address, cuts=1) as wire,
            fitd.Client(wire.address, retry=once) as client,
            self.assertRaises(fitd.Unavailable),
        ):
            client.fit("gaussian", self.x, self.y)

    def test_a_function_is_not_called_twice_at_a_point(self):
        """The server ends in the middle of a fit; the fit goes on at another."""
        calls = []

        def residuals(p):
            calls.append(tuple(p))
            if len(calls) == 8:
                first.stop()
                wire.target = (host, int(self.server.address.rpartition(":")[2]))
            return p[0] * np.exp(-p[1] * self.x) - 3 * np.exp(-self.x / 2)

        with Server(FITD, "--drain_timeout=1ms") as first, Wire(first.address) as wire:
            host = wire.target[0]
            with fitd.Client(wire.address) as client:
                result = fitd.leastsq(residuals, [1.0, 1.0], client=client, full_output=True)
        self.assertEqual(wire.connections, 2)
        self.assertEqual(len(calls), result[2]["nfev"] + 1)  # one to see its shape
        np.testing.assert_allclose(result[0], [3, 0.5], rtol=1e-6)

    def test_a_fit_begins_anew_where_its_server_ends(self):
        x, y = np.tile(self.x, LONG // 200), np.tile(self.y, LONG // 200)
        with (
            Server(FITD, "--drain_timeout=1ms") as first,
            Wire(first.address) as wire,
            fitd.Client(wire.address) as client,
        ):
            call = client.start_fit("gaussian", x, y, progress_interval=0, **SLOW)
            reports = iter(call)
            self.assertEqual(next(reports).iteration, 0)
            wire.target = ("127.0.0.1", int(self.server.address.rpartition(":")[2]))
            first.stop()
            iterations = [report.iteration for report in reports]
            self.assertTrue(call.result().success)
        self.assertIn(0, iterations)


class Progress(Case):
    def test_a_bar_is_drawn(self):
        text = io.StringIO()
        with redirect_stderr(text):
            result = self.client.fit(
                "gaussian", self.x, self.y, progress=True, progress_interval=0, start={"center": 2}
            )
        self.assertTrue(result.success)
        self.assertIn("gaussian", text.getvalue())
        self.assertIn("|r|", text.getvalue())

    def test_a_function_is_called(self):
        reports = []
        self.client.fit("gaussian", self.x, self.y, progress=reports.append, progress_interval=0)
        self.assertEqual(reports[0].iteration, 0)


class Pandas(Case):
    def frame(self):
        return pandas.DataFrame(
            {"time": self.x, "counts": self.y, "error": np.full(201, 0.1)}, index=range(5, 206)
        )

    def test_columns_by_name(self):
        plain = self.client.fit("gaussian", self.x, self.y, np.full(201, 0.1))
        frame = self.frame()
        for x in ("time", {"x": "time"}):
            named = self.client.fit("gaussian", x, "counts", "error", data=frame)
            self.assertEqual(named.values, plain.values)
        by_series = self.client.fit("gaussian", frame["time"], frame["counts"], frame["error"])
        self.assertEqual(by_series.values, plain.values)
        by_frame = self.client.fit("gaussian", frame[["time"]], frame["counts"], frame["error"])
        self.assertEqual(by_frame.values, plain.values)

    def test_several_predictors(self):
        rng = np.random.default_rng(2)
        frame = pandas.DataFrame(rng.uniform(-3, 3, (400, 2)), columns=["x", "y"])
        z = self.client.evaluate("planar2d", dict(frame), [1.5, -2.0, 0.5])
        for x in (frame, ["x", "y"], {"x": "x", "y": "y"}):
            data = frame.assign(z=z)
            result = self.client.fit("planar2d", x, "z", data=data)
            np.testing.assert_allclose(result.x, [1.5, -2.0, 0.5], rtol=1e-8)
        self.assertEqual(list(result.data_frame()), ["x", "y", "z", "best_fit", "residual"])

    def test_results_as_frames(self):
        frame = self.frame()
        result = self.client.fit(
            "gaussian", "time", "counts", "error", data=frame, fixed={"center": 5}
        )
        table = result.to_frame()
        self.assertEqual(list(table.index), ["amplitude", "center", "sigma"])
        self.assertEqual(table.loc["center", "value"], 5)
        self.assertTrue(np.isnan(table.loc["center", "standard_error"]))
        points = result.data_frame()
        self.assertEqual(list(points), ["x", "counts", "sigma", "best_fit", "residual"])
        self.assertEqual(list(points.index), list(frame.index))
        np.testing.assert_allclose(points.counts - points.best_fit, points.residual, atol=1e-15)


class DerivedQuantities(Case):
    def test_come_with_their_errors(self):
        x = np.linspace(0, 10, 60)
        y = 4 * np.exp(-0.5 * ((x - 5) / 1.2) ** 2) + 0.05 * np.sin(np.arange(60) * 11.0)
        result = self.client.fit("gaussian", x, y)
        self.assertEqual(list(result.derived), ["fwhm", "height"])
        factor = 2 * np.sqrt(2 * np.log(2))
        self.assertAlmostEqual(result["fwhm"].value, factor * result["sigma"].value, 12)
        self.assertAlmostEqual(
            result["fwhm"].standard_error, factor * result["sigma"].standard_error, 12
        )
        self.assertIn("fwhm", str(result))
        self.assertIn("Derived", str(result))
        held = self.client.fit("gaussian", x, y, fixed={"sigma": 1.2})
        self.assertIsNone(held["fwhm"].standard_error)
        described = {d.name: d for d in self.client.model("gaussian").derived}
        self.assertEqual(described["fwhm"].formula, "2.3548200450309493*sigma")
        two = self.client.fit('gaussian(prefix="a_") + constant(prefix="b_")', x, y)
        self.assertEqual(list(two.derived), ["a_fwhm", "a_height"])


class Bands(Case):
    def test_students_t(self):
        for p, freedom in itertools.product((0.01, 0.6, 0.9, 0.975, 0.9999), (1, 2, 3, 7, 500, 1e5)):
            self.assertAlmostEqual(t_quantile(p, freedom) / scipy.stats.t.ppf(p, freedom), 1, 9)

    def test_a_line_has_the_band_of_the_textbook(self):
        x = np.linspace(0, 4, 12)
        y = 2 * x + 1 + 0.3 * np.sin(9 * x)
        result = self.client.fit("linear", x, y)
        grid = np.array([-1.0, 2, 5])
        low, high = result.band(grid, 0.9)
        line = np.polynomial.Polynomial.fit(x, y, 1)
        s = np.sqrt(np.sum((y - line(x)) ** 2) / 10)
        spread = np.sum((x - x.mean()) ** 2)
        half = scipy.stats.t.ppf(0.95, 10) * s * np.sqrt(1 / 12 + (grid - x.mean()) ** 2 / spread)
        np.testing.assert_allclose((low + high) / 2, line(grid), rtol=1e-7)
        np.testing.assert_allclose((high - low) / 2, half, rtol=1e-6)

    def test_fixed_parameters_do_not_widen_it(self):
        result = self.client.fit("gaussian", self.x, self.y, fixed={"center": 5, "sigma": 1.2})
        low, high = result.band(np.array([5.0, 6.0]))
        height = result.evaluate(np.array([5.0, 6.0]))
        relative = result["amplitude"].standard_error / result["amplitude"].value
        t = scipy.stats.t.ppf(0.975, 200)
        np.testing.assert_allclose((high - low) / 2, t * relative * height, rtol=1e-6)

    def test_what_cannot_be_drawn_says_why(self):
        result = self.client.fit("gaussian", self.x, self.y, arrays=[])
        with self.assertRaisesRegex(ValueError, "no covariance"):
            result.band(self.x)
        with self.assertRaisesRegex(ValueError, "between 0 and 1"):
            self.client.fit("gaussian", self.x, self.y).band(self.x, 95)
        with self.assertRaisesRegex(ValueError, "best_fit was left out"):
            result.data_frame()


class Pictures(Case):
    def test_data_fit_band_and_residuals(self):
        result = self.client.fit("gaussian", self.x, self.y, np.full(201, 0.05))
        figure = result.plot()
        upper, lower = figure.axes
        labels = {text.get_text() for text in upper.get_legend().get_texts()}
        self.assertEqual(labels, {"gaussian", "95 % confidence", "data"})
        drawn = upper.lines[0].get_xydata()
        np.testing.assert_allclose(drawn[:, 1], result.evaluate(drawn[:, 0]), rtol=1e-12)
        np.testing.assert_allclose(
            lower.lines[-1].get_ydata(), self.y - result.best_fit, rtol=0, atol=1e-15
        )
        figure.canvas.draw()
        self.assertIn("amplitude = 10", upper.get_title())
        bare = self.client.fit("gaussian", self.x, self.y).plot(confidence=None)
        self.assertEqual(len(bare.axes[0].collections), 0)  # no band, no error bars
        matplotlib.pyplot.close("all")


def fails_when_spent(left, value):
    for _ in left:
        return value
    raise StopAsyncIteration


class Asyncio(Case):
    def run_async(self, work):
        async def within():
            async with fitd.AsyncClient(self.server.address) as client:
                return await work(client)

        return asyncio.run(asyncio.wait_for(within(), DEADLINE))

    def test_fits_side_by_side(self):
        async def work(client):
            reports = []
            fits = [
                client.fit(
                    "gaussian",
                    self.x,
                    self.y,
                    start={"center": center},
                    on_progress=reports.append,
                    progress_interval=0,
                )
                for center in (4, 4.5, 5.5)
            ]
            return await asyncio.gather(*fits), reports

        results, reports = self.run_async(work)
        for result in results:
            np.testing.assert_allclose(result.x, list(TRUE.values()), rtol=1e-2)
        self.assertGreater(len(reports), 3)

    def test_the_catalogue(self):
        async def work(client):
            values, jacobian = await client.evaluate("gaussian", self.x, TRUE, jacobian=True)
            return (
                [model.name for model in await client.models(group="peaks")],
                (await client.model("normal")).name,
                await client.guess("gaussian", self.x, self.y),
                values,
                jacobian.shape,
            )

        names, name, guess, values, shape = self.run_async(work)
        self.assertIn("gaussian", names)
        self.assertEqual(name, "gaussian")
        self.assertEqual(guess, self.client.guess("gaussian", self.x, self.y))
        np.testing.assert_array_equal(values, self.client.evaluate("gaussian", self.x, TRUE))
        self.assertEqual(shape, (201, 3))

    def test_errors_are_the_same(self):
        async def work(client):
            with self.assertRaises(fitd.UnknownModel):
                await client.fit("gausian", self.x, self.y)
            with self.assertRaises(fitd.InvalidRequest) as raised:
                await client.fit("gaussian", self.x, self.y, ftol=-1)
            self.assertEqual(raised.exception.violations[0].field, "options.ftol")
            with self.assertRaises(fitd.UnknownModel):
                await client.model("gausian")

        self.run_async(work)

    def test_leastsq_of_async_and_plain_functions(self):
        def residuals(p):
            return p[0] * np.exp(-p[1] * self.x) - 3 * np.exp(-self.x / 2)

        async def slow(p):
            await asyncio.sleep(0)
            return residuals(p)

        async def work(client):
            with self.assertRaisesRegex(TypeError, "Improper input"):
                await client.leastsq(slow, [1.0, 1.0], ftol=-1)
            left = iter(range(3))
            with self.assertRaises(StopAsyncIteration):
                await client.leastsq(lambda p: fails_when_spent(left, residuals(p)), [1.0, 1])
            return [await client.leastsq(f, [1.0, 1.0], full_output=True) for f in (residuals, slow)]

        plain, awaited = self.run_async(work)
        expected = fitd.leastsq(residuals, [1.0, 1.0], full_output=True, client=self.client)
        for answer in (plain, awaited):
            self.assertEqual(answer[0].tolist(), expected[0].tolist())
            self.assertEqual(answer[2]["nfev"], expected[2]["nfev"])

    def test_cancelling_the_task_cancels_the_fit(self):
        x, y = np.tile(self.x, LONG // 200), np.tile(self.y, LONG // 200)
        flag = f"--working_memory={8 * (len(x) + 18_000) * 7}"  # room for one such fit

        async def work(address):
            started = asyncio.Event()
            async with fitd.AsyncClient(address) as client:
                fit = asyncio.create_task(
                    client.fit("gaussian", x, y, on_progress=lambda _: started.set(), **SLOW)
                )
                await started.wait()
                fit.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await fit
                while True:
                    try:
                        return await client.fit("gaussian", x, y, ftol=1e-2)
                    except fitd.Overloaded:
                        await asyncio.sleep(0)

        with Server(FITD, flag) as server:
            self.assertTrue(asyncio.run(work(server.address)).success)

    def test_cancel_of_a_call(self):
        x, y = np.tile(self.x, LONG // 200), np.tile(self.y, LONG // 200)

        async def work(client):
            call = client.start_fit("gaussian", x, y, **SLOW)
            with self.assertRaises(fitd.Cancelled):
                async for _ in call:
                    call.cancel()

        self.run_async(work)

    def test_a_call_is_made_again(self):
        async def work(address):
            async with fitd.AsyncClient(address) as client:
                fit = await client.fit("gaussian", self.x, self.y)
                return fit, (await client.leastsq(lambda p: p - 3, [0.0]))[0]

        with Wire(self.server.address, cuts=1) as wire:
            fit, x = asyncio.run(work(wire.address))
            self.assertEqual(wire.connections, 2)
        self.assertTrue(fit.success)
        np.testing.assert_allclose(x, [3])


WAITS = """
import sys, numpy, fitd
x = numpy.linspace(0, 10, int(sys.argv[2]))
y = 4 * numpy.exp(-(((x - 5) / 1.2) ** 2) / 2)
with fitd.Client(sys.argv[1]) as client:
    client.fit("gaussian", x, y, start={"amplitude": 1, "center": 2, "sigma": 9},
               jacobian="forward", progress=lambda report: print("running", flush=True))
"""


class CtrlC(unittest.TestCase):
    def test_stops_the_fit_on_the_server(self):
        with Server(FITD) as server:
            process = subprocess.Popen(
                [sys.executable, "-c", WAITS, server.address, str(2 * LONG)],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            with process:
                self.assertEqual(process.stdout.readline(), "running\n")
                process.send_signal(signal.SIGINT)
                _, errors = process.communicate(timeout=DEADLINE)
            self.assertIn("KeyboardInterrupt", errors)
            server.stop()
        self.assertTrue(any("status=CANCELLED" in line for line in server.output), server.output)


if __name__ == "__main__":
    unittest.main()
