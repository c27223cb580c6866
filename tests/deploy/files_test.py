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


class Case(unittest.TestCase):
    def accepts(self, *command, environment=()):
        answer = run(*command, environment={"PATH": PATH, **dict(environment)})
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        return answer.stdout


class Configuration(Case):
    def test_the_containers_file_is_one(self):
        shown = self.accepts(FITD, "--config", DEPLOY / "fitd.conf", "--check-config")
        self.assertRegex(shown, r"(?m)^listen = 0\.0\.0\.0:50051 ")


class Proxy(Case):
    @needs("haproxy")
    def test_haproxy_takes_its_file(self):
        self.accepts("haproxy", "-c", "-f", DEPLOY / "haproxy.cfg")


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
