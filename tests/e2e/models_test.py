"""Models of one's own: registered, kept over restarts, and loaded from files, with the built programs.

    models_test.py FITD FITCTL
"""

import pathlib
import signal
import sys
import tempfile
import unittest

from programs import Server, run

FITD, FITCTL = sys.argv[1:3]
del sys.argv[1:3]

DECAY = "a*exp(-k*x) + floor"


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def start(self, *flags):
        return self.enterContext(Server(FITD, *flags))

    def fitctl(self, server, *words, code=0):
        """What the command printed; it must end with this exit code."""
        answer = run(FITCTL, "--server", server.address, *words)
        self.assertEqual(answer.returncode, code, answer.stdout + answer.stderr)
        return answer.stdout + answer.stderr

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")


class Registered(Case):
    def test_models_outlive_the_server(self):
        flag = f"--state_dir={self.folder / 'state'}"
        server = self.start(flag)
        self.fitctl(server, "create", "decay", DECAY, "--min", "k=0", "--start", "a=3,k=1,floor=0")
        self.fitctl(server, "create", "gone", "a*x")
        self.fitctl(server, "delete", "gone")
        server.stop(signal.SIGKILL)

        server = self.start(flag)
        described = self.fitctl(server, "model", "decay")
        self.assertIn(DECAY, described)
        self.assertIn(">= 0", described)
        self.assertIn("decay", self.fitctl(server, "models", "--group", "registered"))
        self.assertIn("there is no model", self.fitctl(server, "model", "gone", code=3))
        self.write("data.csv", "x,y\n" + "".join(f"{x},{3 * 2.0 ** -x + 1}\n" for x in range(9)))
        fitted = self.fitctl(server, "fit", "decay", self.folder / "data.csv")
        self.assertIn("0.69314718", fitted)
        self.fitctl(server, "delete", "decay")
        self.assertEqual(server.stop(), 0)

        server = self.start(flag)
        self.assertIn("there is no model", self.fitctl(server, "model", "decay", code=3))

    def test_a_spoilt_state_file_is_refused_and_named(self):
        self.write("models.textproto", 'models {\n  name: "a"\n  formula: "1 +"\n}\n')
        answer = run(FITD, "--listen=127.0.0.1:0", f"--state_dir={self.folder}")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("models.textproto:3: models[0].formula", answer.stderr)

    def test_errors_come_with_a_caret(self):
        server = self.start()
        refused = self.fitctl(server, "create", "bad", "a*exp(-)", code=3)
        self.assertIn("column 8: expected an operand, found ')'\n  a*exp(-)\n         ^", refused)
        self.assertIn("already", self.fitctl(server, "create", "gaussian", "a*x", code=3))
        self.assertIn("catalogue", self.fitctl(server, "delete", "gaussian", code=3))


class Files(Case):
    def test_sighup_loads_them_again_or_leaves_the_old(self):
        self.write("one.textproto", 'models { name: "one" formula: "a*x" }')
        server = self.start(f"--models_dir={self.folder}")
        self.assertIn("a*x", self.fitctl(server, "model", "one"))
        self.assertIn("from a file", self.fitctl(server, "delete", "one", code=3))

        self.write("two.textproto", 'models {\n  name: "two"\n  formula: "a*"\n}')
        server.process.send_signal(signal.SIGHUP)
        self.assertIn("two.textproto:3: models[0].formula", server.wait_for("SIGHUP"))
        self.fitctl(server, "model", "one")
        self.fitctl(server, "model", "two", code=3)

        self.write("two.textproto", 'models {\n  name: "two"\n  formula: "a*x^2"\n}')
        self.write("one.textproto", "")
        server.process.send_signal(signal.SIGHUP)
        self.assertIn("1 models from files", server.wait_for("SIGHUP"))
        self.fitctl(server, "model", "two")
        self.fitctl(server, "model", "one", code=3)
        self.assertEqual(server.stop(), 0)

    def test_a_bad_file_at_the_start_is_refused_and_named(self):
        self.write("bad.textproto", "models {")
        answer = run(FITD, "--listen=127.0.0.1:0", f"--models_dir={self.folder}")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("bad.textproto:1:9:", answer.stderr)

    def test_without_files_a_sighup_changes_nothing(self):
        server = self.start()
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("SIGHUP: 0 models")
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
