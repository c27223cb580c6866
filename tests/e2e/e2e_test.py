"""What `./dev demo` and an operator rely on, with the built programs.

    e2e_test.py FITD FITCTL DATA
"""

import pathlib
import signal
import sys
import tempfile
import unittest

from programs import Server, run

FITD, FITCTL = sys.argv[1:3]
DATA = pathlib.Path(sys.argv[3])
del sys.argv[1:4]

# Every difficulty and shape that NIST has: exponentials, rationals, peaks, a logarithm of the data.
SETS = ("Misra1a", "Chwirut2", "Gauss1", "MGH17", "Thurber", "Rat43", "Nelson")


class Lifecycle(unittest.TestCase):
    def test_sigterm_ends_the_server_with_exit_code_0(self):
        with Server(FITD) as server:
            self.assertEqual(server.stop(signal.SIGTERM), 0, "".join(server.output))

    def test_an_interrupt_from_the_keyboard_does_the_same(self):
        with Server(FITD) as server:
            self.assertEqual(server.stop(signal.SIGINT), 0, "".join(server.output))

    def test_a_taken_port_is_refused_and_named(self):
        with Server(FITD) as first:
            second = run(FITD, f"--listen={first.address}")
            self.assertNotEqual(second.returncode, 0)
            self.assertIn(first.address, second.stdout + second.stderr)
            self.assertEqual(run(FITCTL, "--server", first.address, "health").returncode, 0)

    def test_health_is_asked_in_vain_of_a_server_that_has_stopped(self):
        with Server(FITD) as server:
            self.assertEqual(run(FITCTL, "--server", server.address, "health").returncode, 0)
            server.stop()
            self.assertNotEqual(run(FITCTL, "--server", server.address, "health").returncode, 0)


class Flags(unittest.TestCase):
    def test_help_lists_the_flags(self):
        answer = run(FITD, "--help")
        self.assertEqual(answer.returncode, 0)
        for flag in ("--listen", "--workers", "--queue_length", "--max_message_bytes"):
            self.assertIn(flag, answer.stdout)

    def test_bad_values_are_refused_and_named(self):
        for flag in (
            "--listen=127.0.0.1",
            "--listen=127.0.0.1:",
            "--listen=127.0.0.1:99999",
            "--listen=127.0.0.1:-1",
            "--workers=-1",
            "--workers=x",
            "--max_points=0",
            "--max_message_bytes=0",
            "--client_share=nan",
            "--stall_timeout=0s",
            "--drain_timeout=soon",
            "--log_level=loud",
        ):
            with self.subTest(flag):
                answer = run(FITD, flag)
                self.assertNotEqual(answer.returncode, 0)
                self.assertIn(flag.split("=")[0].lstrip("-"), answer.stdout + answer.stderr)

    def test_an_unknown_flag_is_refused_and_named(self):
        answer = run(FITD, "--no_such_flag=1")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("no_such_flag", answer.stdout + answer.stderr)
        self.assertIn("did you mean --workers?", run(FITD, "--wrokers=1").stderr)


class Configuration(unittest.TestCase):
    def test_a_right_one_is_checked_shown_and_served(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("# what an operator writes\nqueue_length = 77\nworkers = 2\n")
            file.flush()
            check = (FITD, "--config", file.name, "--check-config", "--drain_timeout=5s")
            answer = run(*check, environment={"FITD_WORKERS": "3"})
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertRegex(answer.stdout, rf"(?m)^queue_length = 77 +# {file.name}:2$")
            self.assertRegex(answer.stdout, r"(?m)^workers = 3 +# FITD_WORKERS$")
            self.assertRegex(answer.stdout, r"(?m)^drain_timeout = 5s +# --drain_timeout$")
            with Server(FITD, f"--config={file.name}") as server:
                self.assertEqual(server.stop(), 0)

    def test_a_wrong_one_is_refused_whole(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("queue_lenght = 77\n")
            file.flush()
            for more in ((), ("--check-config",)):
                answer = run(
                    FITD, "--config", file.name, "--workers=x", *more,
                    environment={"FITD_LISTNE": "127.0.0.1:1"},
                )  # fmt: skip
                self.assertEqual(answer.returncode, 1)
                self.assertEqual(
                    answer.stderr.splitlines(),
                    [
                        f"fitd: {file.name}:1: there is no setting queue_lenght; "
                        "did you mean queue_length?",
                        "fitd: FITD_LISTNE: there is no such setting; did you mean FITD_LISTEN?",
                        'fitd: --workers must be an integer from 0 to 4096, not "x"',
                    ],
                )


class Fits(unittest.TestCase):
    def test_nist_sets_agree_with_the_certified_values(self):
        with Server(FITD) as server:
            files = [DATA / "nist" / f"{name}.dat" for name in SETS]
            answer = run(FITCTL, "--server", server.address, "nist", *files)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            for name in SETS:
                self.assertIn(name, answer.stdout)
            self.assertEqual(server.stop(), 0)

    def test_an_unreachable_server_is_a_readable_error(self):
        answer = run(FITCTL, "--server", "127.0.0.1:1", "models")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("127.0.0.1:1", answer.stderr)


if __name__ == "__main__":
    unittest.main()
