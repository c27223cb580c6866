"""What fitctl reads and writes besides reports, and how it waits for a server.

fitctl_output_e2e_test.py FITD FITCTL
"""

import csv
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from data_files import TRUE, curve, write_csv
from programs import DEADLINE, Server, run

FITD, FITCTL = sys.argv[1:3]
del sys.argv[1:3]


def write_npy(path, columns):
    """Columns as an array of doubles of shape [rows, columns], in format 1.0."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({len(columns[0])}, {len(columns)}), }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    rows = b"".join(struct.pack(f"<{len(columns)}d", *row) for row in zip(*columns))
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + rows)
    return path


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.csv = write_csv(cls.folder / "data.csv")

    def fitctl(self, *words, **environment):
        return subprocess.run(
            [FITCTL, *map(str, words)],
            env={**os.environ, "FITD_SERVER": self.server.address, **environment},
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )

    def ok(self, *words, **environment):
        answer = self.fitctl(*words, **environment)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout


class Formats(Case):
    def parameters(self, data):
        rows = csv.DictReader(self.ok("fit", "gaussian", data, "--csv").splitlines())
        return {row["name"]: row for row in rows}

    def test_parameters_as_csv(self):
        parameters = self.parameters(self.csv)
        self.assertEqual(list(parameters), list(TRUE))
        for name, value in TRUE.items():
            error = float(parameters[name]["standard_error"])
            self.assertGreater(error, 0)
            self.assertLess(abs(float(parameters[name]["value"]) - value), 5 * error)
            self.assertEqual(parameters[name]["fixed"], "false")

    def test_an_npy_file_gives_what_its_table_gives(self):
        npy = write_npy(self.folder / "data.npy", curve(201))
        self.assertEqual(self.parameters(npy), self.parameters(self.csv))

    def test_an_npy_file_of_another_shape_is_refused(self):
        path = self.folder / "cube.npy"
        text = write_npy(path, curve(4)).read_bytes().replace(b"(4, 2),", b"(2,2,2)")
        path.write_bytes(text)
        answer = self.fitctl("fit", "gaussian", path)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("[rows, columns]", answer.stderr)

    def test_json_and_csv_exclude_each_other(self):
        self.assertEqual(self.fitctl("fit", "gaussian", self.csv, "--csv", "--json").returncode, 2)


class Plots(Case):
    def test_on_the_terminal(self):
        shown = self.ok("fit", "gaussian", self.csv, "--plot", LC_ALL="C")
        picture = [line for line in shown.splitlines() if line[12:13] == "|"]
        self.assertEqual(len(picture), 20)
        rows = [i for i, line in enumerate(picture) if "@" in line]
        self.assertEqual((rows[0], rows[-1]), (0, 19), "the fit lies on the data, top to bottom")
        self.assertIn("\u25c9", self.ok("fit", "gaussian", self.csv, "--plot", LC_ALL="C.UTF-8"))

    def test_beside_json_on_standard_error(self):
        answer = self.fitctl("fit", "gaussian", self.csv, "--json", "--plot", LC_ALL="C")
        self.assertTrue(answer.stdout.lstrip().startswith("{"))
        self.assertIn("@", answer.stderr)

    def gnuplot(self, script):
        """A PATH whose gnuplot is this script."""
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        (folder / "gnuplot").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "gnuplot").chmod(0o755)
        return f"{folder}:{os.environ['PATH']}"

    def test_gnuplot_gets_the_points_and_the_file(self):
        got = self.folder / "script"
        path = self.gnuplot(f"cat > {got}")
        self.ok("fit", "gaussian", self.csv, "--plot", "out.png", PATH=path)
        script = got.read_text()
        self.assertIn("set output 'out.png'", script)
        rows = script.split("<< END\n")[1].split("END\n")[0].splitlines()
        self.assertEqual(len(rows), 201)
        x, y, fit, residual = map(float, rows[100].split())
        self.assertEqual((x, y), (curve(201)[0][100], curve(201)[1][100]))
        self.assertEqual(residual, y - fit)

    def test_gnuplot_itself_writes_the_picture(self):
        for name, begins in (("out.png", b"\x89PNG\r\n\x1a\n"), ("o'clock.png", b"\x89PNG")):
            picture = self.folder / name
            self.ok("fit", "gaussian", self.csv, "--plot", picture)
            written = picture.read_bytes()
            self.assertTrue(written.startswith(begins))
            self.assertGreater(len(written), 2000, "more than an empty frame")

    def test_a_gnuplot_that_fails_or_lacks_is_told(self):
        for script, words in (("exit 1", "could not write"), ("exit 127", "not installed")):
            path = self.gnuplot(script)
            answer = self.fitctl("fit", "gaussian", self.csv, "--plot=out.png", PATH=path)
            self.assertEqual(answer.returncode, 2)
            self.assertIn(words, answer.stderr)

    def test_a_surface_is_refused(self):
        answer = self.fitctl("fit", "planar2d", self.csv, "--plot")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("one predictor", answer.stderr)


class Patience(Case):
    def test_a_server_that_is_late_is_waited_for(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        words = ("--server", address, "--patience", "100s", "fit", "gaussian", self.csv, "--csv")
        process = subprocess.Popen(
            [FITCTL, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.assertIn("trying again", process.stderr.readline())
        with Server(FITD, f"--listen={address}"):
            printed, errors = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, 0, errors)
        self.assertIn("amplitude,", printed)

    def test_none_is_waited_for_without_patience(self):
        answer = run(FITCTL, "--server", "127.0.0.1:1", "--patience", "1ms", "models")
        self.assertEqual(answer.returncode, 4)
        self.assertNotIn("trying again", answer.stderr)


if __name__ == "__main__":
    unittest.main()
