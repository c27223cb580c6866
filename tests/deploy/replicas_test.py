"""More than one replica: what is asked of HAProxy, of fitd that ends, and of the clients that go on.

    replicas_test.py FITD FITCTL REPOSITORY
"""

import itertools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from dataclasses import dataclass, field

import grpc
import numpy as np
from programs import DEADLINE, ENVIRONMENT, run
from replicas import PATH, Service

import fitd
from fitd import requests
from fitd.client import CHANNEL_OPTIONS
from fitd.v1 import fit_service_pb2_grpc

FITD, FITCTL = sys.argv[1:3]
CONFIG = pathlib.Path(sys.argv[3]) / "deploy/haproxy.cfg"
del sys.argv[1:4]

X = np.linspace(0, 10, 50)
TRUTH = {"amplitude": 3.0, "decay": 2.0}
Y = TRUTH["amplitude"] * np.exp(-X / TRUTH["decay"])
RESTARTS = 20
LONG = 1_000_000  # points of a fit that runs for a second or more


@dataclass(frozen=True)
class CountingRetry(fitd.Retry):
    """Keeps the failures after which a call was made again."""

    failures: list = field(default_factory=list)

    def delay(self, attempt, error):
        self.failures.append(error)
        return super().delay(attempt, error)


class Case(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(Service(FITD, CONFIG))
        self.replicas = self.service.replicas
        self.retry = CountingRetry(attempts=8)
        self.client = self.enterContext(fitd.Client(self.service.address, retry=self.retry))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def in_background(self, function, *arguments):
        """Its result, to be waited for."""
        return self.enterContext(Background(function, *arguments))

    def write_csv(self):
        path = self.folder / "data.csv"
        np.savetxt(path, np.column_stack([X, Y]), delimiter=",", header="x,y", comments="")
        return path

    def the_one_with_a_call(self):
        """The replica that has the only call, and the other."""
        pairs = list(itertools.permutations(self.replicas))

        def found():
            return [pair for pair in pairs if self.service.open_calls(pair[0]) == 1]

        self.service.wait_until(found, "a replica has the call")
        return found()[0]


class Background:
    """A function on a thread of its own."""

    def __init__(self, function, *arguments):
        self.answer = self.error = None
        self.thread = threading.Thread(target=self.run, args=(function, arguments))
        self.thread.start()

    def run(self, function, arguments):
        try:
            self.answer = function(*arguments)
        except BaseException as error:
            self.error = error

    def result(self):
        self.thread.join(DEADLINE)
        if self.thread.is_alive():
            raise AssertionError("no end after the deadline")
        if self.error is not None:
            raise self.error
        return self.answer

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.thread.join(DEADLINE)


class Balance(Case):
    def test_calls_of_one_connection_go_to_both(self):
        for _ in range(20):
            self.client.fit("exponential", X, Y)
        for replica in self.replicas:
            self.assertGreaterEqual(self.service.calls(replica), 5)
        self.assertEqual(self.retry.failures, [])

    def test_the_proxy_names_the_client(self):
        self.client.fit("exponential", X, Y, request_id="named")
        logs = "".join(line for replica in self.replicas for line in replica.server.output)
        self.assertIn("client=127.0.0.1 ", logs)

    def test_streams_arrive_whole(self):
        """More data each way than a window of HTTP/2 holds; all events, and the same bits."""
        points = 200_000
        x = np.linspace(0, 10, points)
        y = Y.mean() + np.sin(x) * np.exp(-x / 3)
        request = requests.fit_request(
            "a*sin(w*x + s)*exp(-x/t) + c",
            x,
            y,
            start={"a": 0.8, "w": 1.02, "s": 0.1, "t": 2.0, "c": 0.0},
            progress_interval=0,
            arrays=["infodict.fvec", "best_fit"],
        )
        through, direct = (
            self.events_of(address, request)
            for address in (self.service.address, self.replicas[0].address)
        )
        self.assertEqual([e.sequence for e in through], list(range(len(through))))
        self.assertTrue(through[-1].HasField("result"))
        results = [events[-1].result for events in (through, direct)]
        for result in results:
            result.ClearField("timing")
        self.assertEqual(*results)

    def events_of(self, address, request):
        with grpc.insecure_channel(address, CHANNEL_OPTIONS) as channel:
            return list(fit_service_pb2_grpc.FitServiceStub(channel).Fit(request))


class RollingRestart(Case):
    def setUp(self):
        super().setUp()
        self.ended = threading.Event()
        self.done = {}
        self.expected = self.client.fit("exponential", X, Y).values

    def fit(self):
        self.assertEqual(self.client.fit("exponential", X, Y).values, self.expected)

    def fit_in_process(self):
        answer = run(FITCTL, "--server", self.service.address, "fit", "exponential", self.csv)
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def batch(self):
        result = self.client.batch("exponential", X, np.tile(Y, (2_000, 1)), chunk_size=100)
        self.assertEqual(result.faults, {})
        self.assertTrue((result.termination > 0).all())
        for column, value in enumerate(self.expected.values()):
            self.assertTrue((result.parameters[:, column] == value).all())

    def minimize(self):
        x, _ = fitd.leastsq(
            lambda p: p[0] * np.exp(-X / p[1]) - Y, [1.0, 1.0], client=self.client
        )
        np.testing.assert_allclose(x, list(TRUTH.values()), rtol=1e-6)

    def repeat(self, work, key):
        while not self.ended.is_set():
            work()
            self.done[key] += 1

    def test_no_call_fails(self):
        self.csv = self.write_csv()
        works = [self.fit, self.fit, self.fit, self.fit_in_process, self.batch, self.minimize]
        self.done = dict.fromkeys(range(len(works)), 0)
        loops = [self.in_background(self.repeat, work, key) for key, work in enumerate(works)]
        try:
            for replica in itertools.islice(itertools.cycle(self.replicas), RESTARTS):
                before = dict(self.done)
                self.assertEqual(replica.restart(), 0, "".join(replica.server.output))
                self.service.wait_until(
                    lambda up=replica: self.service.is_up(up), f"{replica.name} is up again"
                )
                # Each kind of call has ended at least once while this replica was replaced.
                self.service.wait_until(
                    lambda old=before: self.have_gone_on(loops, old), "all loops have gone on"
                )
        finally:
            self.ended.set()
        for loop in loops:
            loop.result()

    def have_gone_on(self, loops, before):
        for loop in loops:
            if loop.error is not None:
                raise loop.error
        return all(self.done[key] > count for key, count in before.items())


class Killed(Case):
    def test_only_the_calls_in_it_are_made_again(self):
        """Two fits whose functions wait, one in each replica; one replica dies."""
        asked = [threading.Semaphore(0) for _ in range(3)]
        evaluations = [0, 0, 0]
        go_on = threading.Event()

        def function(p, which):
            evaluations[which] += 1
            if evaluations[which] == 3:
                asked[which].release()
                go_on.wait(DEADLINE)
            return p[0] * np.exp(-X / p[1]) - Y

        def minimize(which):
            return fitd.leastsq(function, [1.0, 1.0], args=(which,), client=self.client)[0]

        go_on.set()
        alone = minimize(2).tolist()
        go_on.clear()
        fits = [self.in_background(minimize, which) for which in (0, 1)]
        for semaphore in asked[:2]:
            self.assertTrue(semaphore.acquire(timeout=DEADLINE))
        self.assertEqual([self.service.open_calls(r) for r in self.replicas], [1, 1])
        self.replicas[0].kill()
        go_on.set()
        for fit in fits:
            self.assertEqual(fit.result().tolist(), alone)
        self.assertGreaterEqual(len(self.retry.failures), 1)
        # Nothing that the dead replica had asked for was evaluated twice.
        self.assertEqual(evaluations, [evaluations[2]] * 3)

    def test_a_batch_sends_what_is_unanswered(self):
        data = np.tile(Y, (60_000, 1)) * np.linspace(0.5, 2, 60_000)[:, np.newaxis]
        killed = []

        def kill_at_the_first_answer(_):
            if not killed:
                victim, _ = self.the_one_with_a_call()
                victim.kill()
                killed.append(victim)

        result = self.client.batch(
            "exponential", X, data, chunk_size=1_000, progress=kill_at_the_first_answer
        )
        self.assertEqual(result.faults, {})
        self.assertTrue(((result.termination >= 1) & (result.termination <= 4)).all())
        np.testing.assert_allclose(
            result.parameters[:, 0], 3 * np.linspace(0.5, 2, 60_000), rtol=1e-6
        )
        other = next(r for r in self.replicas if r not in killed)
        self.assertGreaterEqual(self.service.calls(other), 1)

    def kill_its_replica(self, sign, *command):
        """Runs fitctl and kills the replica that has its call once `sign` stands in what it tells; how
        fitctl ends all the same: what it printed, what it told."""
        command = (FITCTL, "--server", self.service.address, "--patience", f"{DEADLINE}s", *command)
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
        with process:
            told = ""
            while not re.search(sign, told):
                letter = process.stderr.read(1)
                self.assertTrue(letter, f"fitctl ended: {told}")
                told += letter
            victim, _ = self.the_one_with_a_call()
            victim.kill()
            printed, more = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, 0, told + more)
        return printed, more

    def test_a_fit_of_fitctl_begins_anew_after_its_first_events(self):
        x = np.linspace(0, 10, LONG)
        np.save(self.folder / "long.npy", np.column_stack([x, np.exp(-((x - 4) ** 2)) + 0.1]))
        fit = ("fit", "gaussian", self.folder / "long.npy", "--jacobian", "forward", "--progress")
        printed, told = self.kill_its_replica("iteration", *fit)
        self.assertIn("trying again", told)
        self.assertIn("center", printed)

    def test_a_batch_of_fitctl_sends_what_is_unanswered(self):
        rows = 100_000
        np.save(self.folder / "y.npy", np.tile(Y, (rows, 1)))
        np.save(self.folder / "x.npy", X)
        _, told = self.kill_its_replica(
            "[1-9][0-9]* of 100000",
            "batch", "exponential", self.folder / "y.npy", "--x", self.folder / "x.npy",
            "--progress", "-o", self.folder / "fits.npy",
        )  # fmt: skip
        self.assertIn("data sets again", told)
        fits = np.load(self.folder / "fits.npy")
        self.assertEqual(len(fits), rows)
        np.testing.assert_allclose(fits["amplitude"], TRUTH["amplitude"], rtol=1e-6)


if __name__ == "__main__":
    if shutil.which("haproxy", path=PATH) is None:
        print("skipped: replicas: there is no haproxy")
        sys.exit(77)
    unittest.main()
