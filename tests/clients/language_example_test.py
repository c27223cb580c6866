"""A client example, built and run as its README says, against a fitd of its own.

    language_example_test.py LANGUAGE FITD SOURCE BUILD

Works in BUILD on a copy of the example, so that the sources stay clean and a second run is fast.
Ends with code 77 where the language's tools are missing or too old.
"""

import json
import math
import os
import pathlib
import re
import socket
import subprocess
import sys
import unittest

from programs import Server
from workshop import Workshop, finish, skip_unless_there

LANGUAGE, FITD, SOURCE, BUILD = sys.argv[1:5]
del sys.argv[1:5]

# language: the tools it needs (with the command that prints its version, and the least that will do),
# and the command that fetches and builds.
EXAMPLES = {
    "go": (
        {"go version": (1, 26), "protoc --version": (3,)},
        "go generate && go build -o /dev/null",
    ),
    "java": (
        {"javac -version": (17,), "mvn -v": (3, 8)},
        "mvn -q -B compile exec:java -Dexec.skip",
    ),
    "node": ({"node --version": (18,), "npm --version": (8,)}, "npm ci && npm run build"),
    "rust": ({"cargo --version": (1, 88), "protoc --version": (3,)}, "cargo build --locked"),
    "csharp": ({"dotnet --version": (8,)}, "dotnet build"),
}
TOOLS, BUILD_COMMAND = EXAMPLES[LANGUAGE]

skip_unless_there(f"client_{LANGUAGE}", TOOLS)
WORKSHOP = Workshop(SOURCE, BUILD, f"client-examples/{LANGUAGE}")
WORKSHOP.mirror("proto", "tests/data/nist")
WORKSHOP.make(BUILD_COMMAND)


def readme_command():
    """The one command of the README."""
    text = (WORKSHOP.build / WORKSHOP.client / "README.md").read_text()
    return re.search(r"^    (.*\.dat)$", text, re.MULTILINE)[1]


def start_example(address):
    return WORKSHOP.start(
        readme_command(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "FITD_SERVER": address},
    )


def certified():
    """The certified parameters of the README's set: (value, standard deviation) by name."""
    name = pathlib.Path(readme_command().split()[-1]).name
    index = json.loads((WORKSHOP.build / "tests/data/nist/index.json").read_text())
    found = next(data for data in index["datasets"] if data["file"] == name)
    return {
        parameter: (value, deviation)
        for parameter, value, deviation in zip(
            found["parameters"], found["certified"], found["certified_sd"]
        )
    }


class Example(unittest.TestCase):
    def check(self, printed):
        """All that the program must have said when all went well."""
        self.assertRegex(printed, r"(?m)^\d{3,} models:$")
        self.assertRegex(printed, r"(?m)^  peaks: .*\bgaussian\b")
        self.check_progress(printed)
        self.check_parameters(printed)
        refusal = printed[printed.index("A bad request:") :]
        self.assertRegex(refusal, r"(?m)^  y\.f64_le\[3\]: is NaN")
        self.assertRegex(refusal, r'(?m)^  parameters\[\d\]\.name: is "width"')
        self.assertRegex(refusal, r"(?m)^  options\.ftol: is -1")
        self.assertRegex(refusal, r"(?m)^cancelled after iteration \d+$")

    def check_progress(self, printed):
        reports = re.findall(r"(?m)^  iteration +(\d+) +nfev +\d+ +residual norm (\S+)$", printed)
        iterations = [int(iteration) for iteration, _ in reports]
        self.assertGreater(len(reports), 4)
        self.assertEqual(iterations, list(range(len(reports))), "every iteration is reported")
        norms = [float(norm) for _, norm in reports]
        self.assertEqual(norms, sorted(norms, reverse=True), "the norm never rises")

    def check_parameters(self, printed):
        lines = re.findall(r"(?m)^  (\w+) +(\S+) \+- (\S+) +(\S+) \+- (\S+)$", printed)
        expected = certified()
        self.assertEqual([line[0] for line in lines], list(expected))
        for name, *numbers in lines:
            value, deviation, value_shown, deviation_shown = map(float, numbers)
            true_value, true_deviation = expected[name]
            self.assertTrue(math.isclose(value, true_value, rel_tol=1e-6), (name, value))
            self.assertTrue(
                math.isclose(deviation, true_deviation, rel_tol=2e-4), (name, deviation)
            )
            self.assertTrue(math.isclose(value_shown, true_value, rel_tol=1e-9), name)
            self.assertTrue(math.isclose(deviation_shown, true_deviation, rel_tol=1e-4), name)

    def test_the_readmes_command(self):
        with Server(FITD) as server:
            process = start_example(server.address)
            printed, errors = finish(process, 120)
            self.assertEqual(process.returncode, 0, printed + errors)
            self.check(printed)
            self.assertEqual(server.stop(), 0)
            log = "".join(server.output)
        self.assertRegex(log, r"m=1000000 .*status=CANCELLED", "the server stopped computing")

    def test_a_server_that_is_late_is_waited_for(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        process = start_example(address)
        for line in process.stderr:
            if "unavailable, trying again" in line:
                break
        else:
            self.fail("ended without a second try")
        with Server(FITD, f"--listen={address}"):
            printed, errors = finish(process, 120)
        self.assertEqual(process.returncode, 0, printed + errors)
        self.check(printed)


if __name__ == "__main__":
    unittest.main()
