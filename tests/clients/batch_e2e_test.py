"""Batches by `fitctl batch` and the Python client against a real fitd. Needs the packages of
client-examples/python/requirements.txt.

batch_e2e_test.py FITD FITCTL
"""

import asyncio
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import numpy as np
from programs import DEADLINE, Server, run

# Servers are started while calls are open: a fork that waits for gRPC's threads would never return.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "false"
import fitd  # noqa: E402

FITD, FITCTL = sys.argv[1:3]
del sys.argv[1:3]

X = np.linspace(0, 10, 30)
AT_ONCE = "--drain_timeout=0s"


def gaussians(count, seed=1):
    """K x m, and the true parameters: amplitude (an area), center, sigma."""
    random = np.random.default_rng(seed)
    true = random.uniform([5, 3, 0.7], [20, 7, 1.5], size=(count, 3))
    area, center, sigma = (column[:, None] for column in true.T)
    curve = np.exp(-0.5 * ((X - center) / sigma) ** 2) * area / (sigma * np.sqrt(2 * np.pi))
    return curve + random.normal(0, 0.05, curve.shape), true


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.client = cls.enterClassContext(fitd.Client(cls.server.address))
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.y, cls.true = gaussians(500)
        np.save(cls.folder / "y.npy", cls.y)
        np.save(cls.folder / "x.npy", X)

    def path(self, name, array=None):
        path = self.folder / name
        if array is not None:
            np.save(path, array)
        return path

    def fitctl(self, *words, code=0):
        answer = run(FITCTL, "--server", self.server.address, "batch", *words)
        self.assertEqual(answer.returncode, code, answer.stderr)
        return answer

    def batch(self, *words, data="y.npy", code=0):
        """Runs it over X; the output, as numpy reads it."""
        out = self.path("out.npy")
        words = ("--x", self.path("x.npy"), *words, "-o", out)
        self.fitctl("gaussian", self.path(data), *words, code=code)
        return np.load(out)


class Numpy(Case):
    def test_arrays_in_arrays_out(self):
        result = self.client.batch("gaussian", X, self.y)
        self.assertEqual(len(result), 500)
        self.assertEqual(result.parameter_names, ["amplitude", "center", "sigma"])
        self.assertEqual((result.parameters.shape, result.chi_square.shape), ((500, 3), (500,)))
        self.assertTrue(result.converged.all())
        # The noise is normal: 5 standard errors are exceeded once in 1.7 million.
        error = np.abs(result.parameters - self.true) / result.standard_errors
        self.assertLess(error.max(), 5)
        np.testing.assert_array_equal(result["center"].values, result.parameters[:, 1])
        self.assertIn("500 fits of gaussian, 500 converged", str(result))

    def test_each_fit_is_the_fit_alone(self):
        result = self.client.batch("gaussian", X, self.y[:5], arrays=["fvec", "covariance"])
        for k in range(5):
            alone = self.client.fit("gaussian", X, self.y[k])
            np.testing.assert_allclose(result.parameters[k], alone.x, rtol=1e-7)
            np.testing.assert_allclose(result.covariance[k], alone.covariance, rtol=1e-5)
            np.testing.assert_allclose(result.fvec[k], alone.infodict["fvec"], rtol=1e-5, atol=1e-7)

    def test_bits_do_not_depend_on_the_chunks(self):
        whole = self.client.batch("gaussian", X, self.y).to_structured()
        pieces = self.client.batch("gaussian", X, self.y, chunk_size=7).to_structured()
        self.assertEqual(whole.tobytes(), pieces.tobytes())

    def test_what_each_data_set_has_for_itself(self):
        x = np.tile(X, (500, 1))
        sigma = np.full_like(self.y, 0.05)
        starts = self.true * 1.1
        own = self.client.batch(
            "gaussian", {"x": x}, self.y, sigma, absolute_sigma=True, starts=starts
        )
        shared = self.client.batch("gaussian", X, self.y, sigma[0], absolute_sigma=True)
        np.testing.assert_allclose(own.parameters, shared.parameters, rtol=1e-6)
        np.testing.assert_allclose(own.standard_errors, shared.standard_errors, rtol=1e-4)

    def test_float32_travels_as_it_is(self):
        result = self.client.batch("gaussian", X, self.y.astype(np.float32))
        wide = self.client.batch("gaussian", X, self.y.astype(np.float32).astype(np.float64))
        np.testing.assert_array_equal(result.parameters, wide.parameters)

    def test_fixed_parameters(self):
        result = self.client.batch("gaussian", X, self.y, fixed={"center": 5})
        self.assertEqual(result.free_names, ["amplitude", "sigma"])
        self.assertTrue((result["center"].values == 5).all())
        self.assertTrue(np.isnan(result["center"].standard_errors).all())

    def test_a_bad_data_set_spoils_itself(self):
        y = self.y.copy()
        y[17, 3] = np.nan
        result = self.client.batch("gaussian", X, y)
        self.assertEqual(result.faults, {17: "y[3] is NaN; must be finite"})
        self.assertEqual(np.flatnonzero(~result.converged).tolist(), [17])
        self.assertEqual(result.termination_names()[17], "INVALID_DATA")

    def test_progress_is_reported_and_may_end_it(self):
        states = []
        self.client.batch("gaussian", X, self.y, chunk_size=50, progress=states.append)
        self.assertEqual((states[-1].done, states[-1].total), (500, 500))
        self.assertGreater(states[-1].fits_per_second, 0)

        def fail(state):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.client.batch("gaussian", X, self.y, progress=fail)
        self.client.batch("gaussian", X, self.y[:1], progress=True)  # tqdm's bar

    def test_wrong_shapes_are_refused_here(self):
        for x, y, starts in (
            (X, self.y[0], None),
            (X[:5], self.y, None),
            (X, self.y[:0], None),
            (X, self.y, self.true[:3]),
        ):
            with self.assertRaises(ValueError):
                self.client.batch("gaussian", x, y, starts=starts)

    def test_the_servers_refusals_come_back(self):
        with self.assertRaises(fitd.UnknownModel):
            self.client.batch("gausian", X, self.y)
        with self.assertRaises(fitd.InvalidRequest) as refused:
            self.client.batch("gaussian", X, self.y, ftol=-1)
        self.assertEqual(refused.exception.violations[0].field, "header.options.ftol")

    def test_what_a_server_left_unanswered_is_sent_to_the_next(self):
        y, _ = gaussians(100_000)
        expected = self.client.batch("gaussian", X, y, arrays=["fvec"])
        for run_batch in (batch_here, batch_in_a_loop):
            with self.subTest(run_batch), SuccessiveServers() as servers:
                result = run_batch(
                    servers.address,
                    "gaussian", X, y, arrays=["fvec"], progress=servers.end_the_first, retries=1000,
                )  # fmt: skip
            self.assertEqual(result.to_structured().tobytes(), expected.to_structured().tobytes())
            self.assertEqual(result.fvec.tobytes(), expected.fvec.tobytes())
            received = re.search(r"batch id=.* received=(\d+)", "".join(servers.second.output))
            self.assertGreater(int(received[1]), 0)
            self.assertLess(int(received[1]), 100_000)

    def test_batches_in_an_event_loop(self):
        expected = self.client.batch("gaussian", X, self.y, start={"center": 5})

        async def side_by_side():
            async with fitd.AsyncClient(self.server.address) as client:
                return await asyncio.gather(
                    *(client.batch("gaussian", X, self.y, start={"center": 5}, chunk_size=size)
                      for size in (None, 1, 40))
                )  # fmt: skip

        for result in asyncio.run(side_by_side()):
            self.assertEqual(result.to_structured().tobytes(), expected.to_structured().tobytes())

    def test_cancelling_the_task_ends_the_batch(self):
        y, _ = gaussians(100_000)

        async def cancelled():
            async with fitd.AsyncClient(self.server.address) as client:
                answered = asyncio.Event()
                task = asyncio.create_task(
                    client.batch("gaussian", X, y, progress=lambda state: answered.set())
                )
                await answered.wait()
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task

        asyncio.run(cancelled())
        self.assertIn("batch id=", self.server.wait_for("status=CANCELLED"))

    def test_unknown_keywords_are_refused(self):
        with self.assertRaisesRegex(TypeError, "no keyword xtoll"):
            self.client.batch("gaussian", X, self.y, xtoll=1)


def batch_here(address, *args, **options):
    with fitd.Client(address) as client:
        return client.batch(*args, **options)


def batch_in_a_loop(address, *args, **options):
    async def run_it():
        async with fitd.AsyncClient(address) as client:
            return await client.batch(*args, **options)

    return asyncio.run(run_it())


class SuccessiveServers:
    """A server that is told to end by end_the_first(), and then another at the same address."""

    def __init__(self):
        self.first = Server(FITD, AT_ONCE)
        self.address = self.first.address
        self.second = None
        self.finished = threading.Event()
        self.replacer = threading.Thread(target=self.replace)

    def replace(self):
        self.first.wait()
        self.second = Server(FITD, f"--listen={self.address}")
        self.finished.wait()  # a server ends with the thread that started it

    def end_the_first(self, _state):
        # Nothing is read meanwhile, and all answers would not fit into the connection.
        if self.replacer.ident:
            return
        self.first.process.send_signal(signal.SIGTERM)
        while not any("signal 15" in line for line in self.first.output):
            assert self.first.process.poll() is None
        self.replacer.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.second is not None:
            code = self.second.stop()
            assert kind or code == 0, code
        self.finished.set()
        if self.replacer.ident:
            self.replacer.join()


class CommandLine(Case):
    def test_npy_in_npy_out(self):
        table = self.batch()
        expected = self.client.batch("gaussian", X, self.y).to_structured()
        self.assertEqual(table.dtype, expected.dtype)
        self.assertEqual(table.tobytes(), expected.tobytes())

    def test_csv_in_csv_out(self):
        np.savetxt(self.path("y.csv"), self.y[:20], delimiter=",", fmt="%.17g")
        np.savetxt(self.path("x.csv"), X, fmt="%.17g")
        out = self.path("out.csv")
        self.fitctl("gaussian", self.path("y.csv"), "--x", self.path("x.csv"), "--output", out)
        table = np.genfromtxt(out, delimiter=",", names=True, dtype=None, encoding="utf-8")
        expected = self.client.batch("gaussian", X, self.y[:20])
        np.testing.assert_array_equal(table["center"], expected["center"].values)
        np.testing.assert_array_equal(table["center_error"], expected["center"].standard_errors)
        self.assertEqual(set(table["termination"]) - {"FTOL", "XTOL", "FTOL_AND_XTOL"}, set())

    def test_the_answers_to_standard_output(self):
        words = ("--x", self.path("x.npy"), "-o", "-")
        answer = self.fitctl("gaussian", self.path("few.npy", self.y[:3]), *words)
        self.assertEqual(len(answer.stdout.splitlines()), 4)
        self.assertRegex(answer.stderr, r"3 fits in .* s \(.*/s\): 3 converged")

    def test_starts_sigma_and_fixed(self):
        words = ("--starts", self.path("starts.npy", self.true), "--fix", "center=5")
        words += ("--sigma", self.path("sigma.npy", np.full_like(self.y, 0.05)))
        table = self.batch(*words, "--absolute-sigma", "--chunk", 33)
        np.testing.assert_array_equal(table["center"], self.true[:, 1])
        self.assertTrue(np.isnan(table["center_error"]).all())
        self.assertTrue((table["amplitude_error"] > 0).all())

    def test_expressions(self):
        y = 3 * np.exp(-np.outer([0.5, 1, 2], X)) + np.sqrt(X + 1)
        files = (self.path("decays.npy", y), "--x", f"t={self.path('x.npy')}")
        roots = ("--x", f"z={self.path('roots.npy', np.sqrt(X + 1))}")
        starts = ("--starts", self.path("ab.npy", np.tile([1.0, 1.0, 2.0], (3, 1))))
        out = self.path("out.npy")
        self.fitctl("a*exp(-b*t) + c*z", *files, *roots, *starts, "-o", out)
        table = np.load(out)
        np.testing.assert_allclose(table["b"], [0.5, 1, 2], rtol=1e-8)
        np.testing.assert_allclose(table["c"], 1, rtol=1e-8)
        refused = self.fitctl("a*exq(-b*t)", *files, "-o", out, code=3)
        self.assertIn("did you mean exp?", refused.stderr)

    def test_float32(self):
        narrow = self.path("narrow.npy", self.y.astype(np.float32))
        by_file = self.batch(data=narrow.name)
        by_option = self.batch("--float32")
        self.assertEqual(by_file.tobytes(), by_option.tobytes())

    def test_images_need_no_x(self):
        columns, rows = np.meshgrid(np.arange(15.0), np.arange(12.0))
        spot = 9 * np.exp(-((columns - 6.5) ** 2 + (rows - 5.5) ** 2) / (2 * 1.8**2)) + 1
        noise = np.random.default_rng(2).normal(0, 0.05, (6, 12, 15))
        out = self.path("spots.npy")
        self.fitctl("gauss_2d", self.path("images.npy", spot + noise), "-o", out)
        table = np.load(out)
        np.testing.assert_allclose(table["x0"], 6.5, atol=0.1)
        np.testing.assert_allclose(table["y0"], 5.5, atol=0.1)

    def test_bad_data_sets_are_told_and_exit_1(self):
        y = self.y[:30].copy()
        y[7, 2] = np.inf
        words = ("--x", self.path("x.npy"), "-o", self.path("bad_out.npy"))
        answer = self.fitctl("gaussian", self.path("bad.npy", y), *words, code=1)
        self.assertIn("29 converged, 1 INVALID_DATA", answer.stderr)
        self.assertIn("data set 7: y[2] is Infinity; must be finite", answer.stderr)

    def test_progress_when_asked_for(self):
        answer = self.fitctl(
            "gaussian", self.path("y.npy"), "--x", self.path("x.npy"), "-o", "-", "--progress"
        )
        self.assertRegex(answer.stderr, r"gaussian  \[#+\]  100 %  500 of 500  \d+/s")

    def test_wrong_files_are_named(self):
        out = ("-o", self.path("never.npy"))
        cases = [
            ((self.path("none.npy"), *out), "cannot read"),
            ((self.path("ints.npy", np.arange(6)), *out), "'<i8'; convert them"),
            ((self.path("fortran.npy", np.asfortranarray(self.y)), *out), "Fortran order"),
            ((self.path("empty.npy", self.y[:0]), *out), "no data sets"),
            ((self.path("y.npy"),), "no --output"),
            ((self.path("y.npy"), "--x", self.path("short.npy", X[:7]), *out), "has 7 numbers"),
            ((self.path("y.npy"), "--starts", self.path("x.npy"), *out), "500 rows of 3"),
            ((self.path("y.npy"), "--chunk", 0, *out), "--chunk"),
        ]
        for words, says in cases:
            with self.subTest(says):
                self.assertIn(says, self.fitctl("gaussian", *words, code=2).stderr)
        self.assertFalse(self.path("never.npy").exists())

    def test_refusals_are_printed(self):
        words = ("--x", self.path("x.npy"), "-o", "-", "--ftol", "-1", "--factor", "0")
        printed = self.fitctl("gaussian", self.path("y.npy"), *words, code=3).stderr
        self.assertIn("\n  header.options.ftol: is -1", printed)
        self.assertIn("\n  header.options.factor: is 0", printed)

    def test_what_a_server_left_unanswered_is_sent_to_the_next(self):
        y, _ = gaussians(200_000)
        out = self.path("resent.npy")
        first = Server(FITD, AT_ONCE)
        words = ["--x", self.path("x.npy"), "-o", out, "--progress", "--chunk", 100]
        words += ["--retries", 1000]
        process = subprocess.Popen(
            [str(w) for w in (FITCTL, "--server", first.address, "batch", "gaussian",
                              self.path("many.npy", y), *words)],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.assertIn(" of 200000", process.stderr.readline())
        self.assertEqual(first.stop(), 0)
        with Server(FITD, f"--listen={first.address}"):
            _, printed = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, 0, printed)
        self.assertRegex(printed, r"sending the other \d+ data sets again")
        expected = self.client.batch("gaussian", X, y).to_structured()
        self.assertEqual(np.load(out).tobytes(), expected.tobytes())


if __name__ == "__main__":
    unittest.main()
