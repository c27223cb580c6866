"""/metrics of a real fitd, read by Prometheus itself, and the rules and dashboard of deploy/.

    metrics_test.py FITD FITCTL DATA DEPLOY
"""

import contextlib
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from programs import DEADLINE, ENVIRONMENT, Server, die_with_parent, run

FITD, FITCTL = sys.argv[1:3]
DATA, DEPLOY = (pathlib.Path(word) for word in sys.argv[3:5])
del sys.argv[1:5]

PROMTOOL, PROMETHEUS = shutil.which("promtool"), shutil.which("prometheus")
ALERTS = DEPLOY / "prometheus/alerts.yaml"


def get(url):
    with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
        return answer.read().decode()


def fit_something(server):
    for _ in range(3):
        answer = run(FITCTL, "--server", server.address, "nist", DATA / "nist/Misra1a.dat")
        assert answer.returncode == 0, answer.stdout + answer.stderr
    run(FITCTL, "--server", server.address, "model", "no_such_model")


def http_address(server):
    line = server.wait_for("serves HTTP on")
    return re.search(r"http://(\S+)", line)[1]


def promtool(*words, **options):
    return subprocess.run([PROMTOOL, *words], capture_output=True, text=True, check=False, timeout=DEADLINE, **options)


@contextlib.contextmanager
def prometheus(target):
    """A Prometheus that scrapes `target` every 100 ms and knows our alerts: its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        config = {
            "global": {"scrape_interval": "100ms", "scrape_timeout": "100ms"},
            "rule_files": [str(ALERTS.resolve())],
            "scrape_configs": [{"job_name": "fitd", "static_configs": [{"targets": [target]}]}],
        }
        pathlib.Path(folder, "config.yaml").write_text(json.dumps(config))
        free.close()
        with subprocess.Popen(
            [
                PROMETHEUS,
                f"--config.file={folder}/config.yaml",
                f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address={address}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            preexec_fn=die_with_parent,
        ) as process:
            try:
                yield address
            finally:
                process.kill()


def ask(address, query):
    """The values of an instant query; none where Prometheus does not answer yet."""
    try:
        answer = json.loads(get(f"http://{address}/api/v1/query?query={urllib.parse.quote(query)}"))
    except OSError:
        return []
    return [(each["metric"], float(each["value"][1])) for each in answer["data"]["result"]]


def wait_for(address, query):
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if found := ask(address, query):
            return found
        time.sleep(0.05)
    raise AssertionError(f"Prometheus never had {query}")


@unittest.skipUnless(PROMTOOL and PROMETHEUS, "Prometheus is not installed")
class Metrics(unittest.TestCase):
    def test_promtool_has_nothing_to_say(self):
        with Server(FITD, "--http=127.0.0.1:0") as server:
            fit_something(server)
            text = get(f"http://{http_address(server)}/metrics")
        checked = promtool("check", "metrics", input=text)
        self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, "", ""))
        for line in (
            'fitd_fits_total{end="ftol",model="nist_misra1a"}',
            'fitd_calls_total{code="ok",method="fitd.v1.FitService/Fit"}',
            'fitd_calls_total{code="not_found",method="fitd.v1.ModelService/GetModel"}',
            "fitd_evaluations_total",
            "fitd_queue_wait_seconds_bucket",
            "process_resident_memory_bytes",
            "process_open_fds",
        ):
            self.assertIn(line, text)

    def test_prometheus_scrapes_it(self):
        with Server(FITD, "--http=127.0.0.1:0") as server:
            fit_something(server)
            with prometheus(http_address(server)) as address:
                self.assertEqual([v for _, v in wait_for(address, 'up{job="fitd"} == 1')], [1])
                fits = wait_for(address, "sum(fitd_fits_total)")
                self.assertGreaterEqual(fits[0][1], 3)
                self.check_dashboard(address)
                self.check_alerts(address)

    def check_dashboard(self, address):
        """Every series that a panel draws exists, or would once it has happened."""
        dashboard = json.loads((DEPLOY / "grafana/fitd.json").read_text())
        expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
        self.assertGreater(len(expressions), 15)
        rare = {"fitd_batch_data_sets_total"}
        for expression in expressions:
            query = expression.replace("$__rate_interval", "1m").replace("$instance", ".*")
            with self.subTest(query):
                for name in set(re.findall(r"(?:fitd|process)_\w+", query)) - rare:
                    self.assertTrue(ask(address, name), name)
                answer = json.loads(get(f"http://{address}/api/v1/query?query={urllib.parse.quote(query)}"))
                self.assertEqual(answer["status"], "success")

    def check_alerts(self, address):
        groups = json.loads(get(f"http://{address}/api/v1/rules"))["data"]["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        self.assertGreaterEqual(len(rules), 8)
        for rule in rules:
            with self.subTest(rule["name"]):
                self.assertNotEqual(rule["health"], "err")
                for name in re.findall(r"(?:fitd|process)_\w+", rule["query"]):
                    self.assertTrue(ask(address, name), name)

    def test_the_rules_are_right(self):
        self.assertEqual(promtool("check", "rules", ALERTS).returncode, 0)
        self.assertEqual(promtool("check", "config", DEPLOY / "prometheus/prometheus.yaml").returncode, 0)


class Logs(unittest.TestCase):
    def test_json_has_a_line_for_each_fit_and_never_its_data(self):
        with Server(FITD, "--http=", "--log_format=json") as server:
            fit_something(server)
            server.stop()
        lines = [json.loads(line) for line in server.output if line.startswith("{")]
        fits = [line for line in lines if line.get("event") == "fit"]
        self.assertEqual(len(fits), 3)
        for fit in fits:
            self.assertEqual(fit["model"], "nist_misra1a")
            self.assertEqual((fit["m"], fit["n"], fit["status"]), (14, 2, "OK"))
            self.assertTrue(fit["id"] and fit["time"] and fit["level"] == "info")
            self.assertGreater(fit["solve_ms"], 0)
            self.assertNotIn("y", fit)
        self.assertTrue(any("message" in line for line in lines))
        self.assertNotIn("10.07", "".join(server.output))  # the first y of the data set

    def test_text_is_the_same_in_words(self):
        with Server(FITD, "--http=") as server:
            fit_something(server)
            self.assertIn(" model=nist_misra1a m=14 n=2 status=OK ", server.wait_for(" fit id="))


if __name__ == "__main__":
    unittest.main()
