"""fitd and fitctl as child processes. Waiting means reading what they print, under a deadline."""

import ctypes
import os
import re
import signal
import subprocess
import threading

DEADLINE = 120  # seconds until a child that does not answer is killed; a sanitized one is slow


# Of the variables that fitd and its clients read, a child has those alone that its test gives it.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FITD_")}

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def die_with_parent():
    """In a child: the kernel ends it when the test ends, however that happens."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(*command, environment=()):
    """Runs a program that ends by itself: its exit code, standard output and standard error."""
    return subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=ENVIRONMENT | dict(environment),
        timeout=DEADLINE,
        check=False,
    )


class Server:
    """A fitd on a free loopback port, from its first line to its exit code."""

    def __init__(self, fitd, *flags):
        self.process = subprocess.Popen(
            [fitd, "--listen=127.0.0.1:0", *flags],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=ENVIRONMENT,
            preexec_fn=die_with_parent,
        )
        self.deadline = threading.Timer(DEADLINE, self.process.kill)
        self.deadline.start()
        self.output = []
        self.seen = 0  # lines that wait_for() has passed
        self.address = self.read_address()
        # Goes on reading, so that a server that logs much never waits for us.
        self.grown = threading.Condition()
        self.reader = threading.Thread(target=self.read_on)
        self.reader.start()

    def read_address(self):
        for line in self.process.stdout:
            self.output.append(line)
            if found := re.search(r"listening on (127[\d.]+:\d+)", line):
                return found[1]
        raise AssertionError("fitd ended without listening:\n" + "".join(self.output))

    def read_on(self):
        for line in self.process.stdout:
            with self.grown:
                self.output.append(line)
                self.grown.notify_all()

    def wait_for(self, text):
        """The next line that the server prints with this text, from the last that was waited for."""
        found = []

        def is_there():
            found.extend(line for line in self.output[self.seen :] if text in line)
            return found

        with self.grown:
            if not self.grown.wait_for(is_there, timeout=DEADLINE):
                raise AssertionError(f"fitd never said {text!r}:\n" + "".join(self.output))
            self.seen = self.output.index(found[0], self.seen) + 1
        return found[0]

    def stop(self, number=signal.SIGTERM):
        """Sends the signal; the exit code, once the server has ended."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        code = self.process.wait()
        self.deadline.cancel()
        self.reader.join()
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
