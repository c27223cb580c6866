"""A place to build a client in: copies of its sources, the tools it needs, commands under a deadline."""

import fcntl
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

SKIPPED = 77  # the exit code by which ctest knows a skipped test
PATIENCE = 900  # seconds until a build is given up
MADE = {"node_modules", "dist", "generated", "target", "fitdv1"}  # by builds, inside a client


def lacking(tools):
    """What of the tools is missing here or too old; None if nothing is.

    `tools` has the least version that will do for each command that prints a tool's version.
    """
    for command, least in tools.items():
        name = command.split()[0]
        if shutil.which(name) is None:
            return f"{name} is not installed"
        answer = subprocess.run(command.split(), capture_output=True, text=True, check=False)
        # v20.20.2, go1.26.8, javac 21; Maven puts escape sequences around its own.
        found = re.search(r"(?:\b|v|go)(\d+(\.\d+)*)\b", answer.stdout + answer.stderr)
        if answer.returncode != 0 or found is None:
            return f"{command} does not tell its version"
        if tuple(map(int, found[1].split("."))) < least:
            return f"{name} {found[1]} is older than {'.'.join(map(str, least))}"
    return None


def skip_unless_there(test, tools):
    """Ends a test that lacks tools, with the line that `./dev test` shows."""
    if reason := lacking(tools):
        print(f"skipped: {test}: {reason}")
        sys.exit(SKIPPED)


class Workshop:
    """Copies of parts of SOURCE in BUILD, so that the sources stay clean and a second build is fast."""

    def __init__(self, source, build, client):
        self.source, self.build = pathlib.Path(source), pathlib.Path(build)
        self.client = pathlib.Path(client)  # the folder in which commands run
        self.build.mkdir(parents=True, exist_ok=True)
        # Held until the test ends: presets share the folder.
        self.lock = open(self.build / "lock", "w")  # noqa: SIM115
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def mirror(self, *parts):
        """Makes the copies of the client and these folders like their originals."""
        for part in (self.client, *parts):
            original, copy = self.source / part, self.build / part
            wanted = set(sources(original))
            for file in set(sources(copy)) - wanted:
                (copy / file).unlink()
            for file in wanted:
                (copy / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(original / file, copy / file)

    def start(self, command, **options):
        """Starts a shell's command, with its children in a group that can be ended."""
        return subprocess.Popen(
            ["sh", "-c", command],
            cwd=self.build / self.client,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            **options,
        )

    def make(self, command):
        """Fetches and builds, or ends the test. A registry that does not answer is asked again."""
        for pause in (5, 20, 60, 0):
            process = self.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            printed, _ = finish(process, PATIENCE)
            if process.returncode == 0:
                return
            print(f"failed: {command}\n{printed}", flush=True)
            time.sleep(pause)
        sys.exit(1)


def sources(folder):
    """The files under a folder that no build made, relative to it."""
    for path in folder.rglob("*"):
        part = path.relative_to(folder)
        if path.is_file() and not MADE.intersection(part.parts):
            yield part


def finish(process, seconds):
    """What it printed; it is ended when it takes too long."""
    try:
        return process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
