"""`fitctl completion` in the shells themselves, beside a real fitd.

completion_e2e_test.py FITD FITCTL
"""

import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import time
import unittest

from programs import DEADLINE, Server, run

FITD, FITCTL = sys.argv[1:3]
del sys.argv[1:3]


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        cls.environment = {
            **os.environ,
            "FITD_SERVER": cls.server.address,
            "PATH": f"{pathlib.Path(FITCTL).parent}:{os.environ['PATH']}",
        }

    def shell(self, *command):
        answer = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        return answer.stdout


class Bash(Case):
    def offers(self, *words):
        """What bash offers for the last of the words."""
        script = (
            'eval "$(fitctl completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
            '_fitctl; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        return self.shell("bash", "-c", script, "bash", "fitctl", *words).split()

    def test_commands_options_and_models(self):
        self.assertEqual(self.offers("hea"), ["health"])
        self.assertEqual(self.offers("fit", "--pl"), ["--plot"])
        self.assertEqual(self.offers("fit", "gaussian_"), ["gaussian_h", "gaussian_offset"])
        self.assertEqual(self.offers("fit", "gaussian", "da"), [], "files are bash's own affair")


class Fish(Case):
    def offers(self, line):
        script = f'fitctl completion fish | source; complete -C "{line}"'
        shown = self.shell("fish", "--no-config", "-c", script)
        return [offer.split("\t")[0] for offer in shown.splitlines()]

    def test_commands_options_and_models(self):
        self.assertEqual(self.offers("fitctl hea"), ["health"])
        self.assertEqual(self.offers("fitctl fit --pl"), ["--plot"])
        self.assertEqual(self.offers("fitctl fit gaussian_"), ["gaussian_h", "gaussian_offset"])


class Zsh(Case):
    """zsh completes only for a person: it gets a terminal, and keys are pressed."""

    def setUp(self):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], {**self.environment, "TERM": "dumb"})
        self.addCleanup(self.end)
        self.press("autoload -U compinit; compinit -u -D; source <(fitctl completion zsh)\n")
        self.press("echo re''ady\n")
        self.read_until(r"\nready")

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def read_until(self, pattern):
        shown, deadline = "", time.monotonic() + DEADLINE
        while not re.search(pattern, shown):
            self.assertLess(time.monotonic(), deadline, shown)
            if select.select([self.terminal], [], [], 1)[0]:
                shown += os.read(self.terminal, 4096).decode(errors="replace")

    def test_commands_options_and_models(self):
        for typed, becomes in (
            ("fitctl hea", "fitctl health "),
            ("fitctl fit --plo", "fitctl fit --plot "),
            ("fitctl fit gaussian_o", "fitctl fit gaussian_offset "),
        ):
            self.press(typed + "\t")
            self.read_until(becomes)
            self.press("\x15")  # clears the line


class AnyShell(Case):
    def test_others_are_refused(self):
        self.assertEqual(run(FITCTL, "completion", "tcsh").returncode, 2)


if __name__ == "__main__":
    unittest.main()
