"""What deploy/ holds, held against the programs that read it. What is not installed here is skipped and named.

    files_test.py FITD REPOSITORY
"""

import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

import yaml
from programs import run

FITD = sys.argv[1]
ROOT = pathlib.Path(sys.argv[2])
del sys.argv[1:3]
DEPLOY = ROOT / "deploy"
# haproxy and others stand where an ordinary user's PATH does not lead.
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"


def needs(program):
    """Skips a test without this program, and says so."""
    if shutil.which(program, path=PATH) is None:
        print(f"skipped: what {program} says of deploy/ ({program} is not installed)")
        return unittest.skip(f"there is no {program}")
    return lambda test: test


def load(path):
    return yaml.safe_load((DEPLOY / path).read_text(encoding="utf-8"))


class Case(unittest.TestCase):
    def accepts(self, *command, environment=()):
        answer = run(*command, environment={"PATH": PATH, **dict(environment)})
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        return answer.stdout


class Configuration(Case):
    def test_the_containers_file_is_one(self):
        shown = self.accepts(FITD, "--config", DEPLOY / "fitd.conf", "--check-config")
        self.assertRegex(shown, r"(?m)^listen = 0\.0\.0\.0:50051 ")


class Compose(Case):
    def setUp(self):
        self.services = load("compose.yaml")["services"]
        self.replicas = [self.services["fitd-1"], self.services["fitd-2"]]

    def test_fitd_knows_the_settings(self):
        for replica in self.replicas:
            self.accepts(FITD, "--check-config", environment=replica["environment"])

    def test_a_replica_may_drain_before_it_is_killed(self):
        for replica in self.replicas:
            drain = sum(
                int(replica["environment"][name].removesuffix("s"))
                for name in ("FITD_DRAIN_DELAY", "FITD_DRAIN_TIMEOUT")
            )
            self.assertGreater(int(replica["stop_grace_period"].removesuffix("s")), drain)

    def test_every_service_is_hardened_and_private(self):
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertTrue(service["read_only"])
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertEqual(service["security_opt"], ["no-new-privileges:true"])
                for port in service["ports"]:
                    self.assertTrue(port.startswith("127.0.0.1:"), port)

    def test_mounted_files_are_there(self):
        for service in self.services.values():
            for volume in service.get("volumes", ()):
                source = volume.split(":")[0]
                if source.startswith("."):
                    self.assertTrue((DEPLOY / source).is_file(), source)

    def test_the_target_is_one_of_the_dockerfile(self):
        stages = re.findall(r"(?m)^FROM \S+ AS (\w+)$", (ROOT / "Dockerfile").read_text())
        for replica in self.replicas:
            self.assertIn(replica["build"]["target"], stages)

    @needs("haproxy")
    def test_haproxy_takes_its_file(self):
        environment = self.services["haproxy"]["environment"]
        self.accepts("haproxy", "-c", "-f", DEPLOY / "haproxy.cfg", environment=environment)
        self.accepts("haproxy", "-c", "-f", DEPLOY / "haproxy.cfg")

    @needs("promtool")
    def test_prometheus_takes_its_file(self):
        with tempfile.TemporaryDirectory() as folder:
            for file in ("compose/prometheus.yaml", "prometheus/alerts.yaml"):
                shutil.copy(DEPLOY / file, folder)
            self.accepts("promtool", "check", "config", f"{folder}/prometheus.yaml")


class Unit(Case):
    UNIT = DEPLOY / "fitd.service"

    @needs("systemd-analyze")
    def test_its_exposure_is_at_most_1_of_10(self):
        told = self.accepts(
            "systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=10", self.UNIT
        )
        stated = re.search(r"exposure (\d\.\d) of 10", self.UNIT.read_text())[1]
        self.assertIn(f"exposure level for fitd.service: {stated} ", told)

    @needs("systemd-analyze")
    def test_systemd_understands_every_line(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "fitd.service"
            unit.write_text(self.UNIT.read_text().replace("/usr/local/bin/fitd", FITD))
            answer = run("systemd-analyze", "verify", unit)
            self.assertNotIn("fitd.service", answer.stderr)

    def test_fitd_knows_the_flags(self):
        command = re.search(r"(?m)^ExecStart=\S+ (.*)$", self.UNIT.read_text())[1].split()
        command.remove("--config=/etc/fitd/fitd.conf")
        self.accepts(FITD, "--check-config", *command)


if __name__ == "__main__":
    unittest.main()
