"""Two fitd behind HAProxy with deploy/haproxy.cfg, each on loopback addresses of its own."""

import csv
import io
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

from programs import DEADLINE, ENVIRONMENT, Server, die_with_parent

# haproxy stands where an ordinary user's PATH does not lead.
PATH = f"{os.environ['PATH']}:/usr/sbin"
POLL = 0.02  # seconds between two looks at what HAProxy says


def loopback(number):
    """An address in 127.0.0.0/8 that no other test has: ports on it can be taken, left and taken again."""
    pid = os.getpid()
    return f"127.{100 + (pid >> 14) % 100}.{(pid >> 6) & 255}.{4 * (pid & 63) + number}"


class Replica:
    """A fitd on a fixed address, started again and again."""

    def __init__(self, fitd, number):
        self.name = f"fitd-{number}"
        self.address = f"{loopback(number)}:50051"
        self.http = f"{loopback(number)}:8080"
        self.command = (
            fitd,
            f"--listen={self.address}",
            f"--http={self.http}",
            "--drain_delay=600ms",
            "--client_metadata_key=x-forwarded-for",
        )
        self.start()

    def start(self):
        self.server = Server(*self.command)

    def restart(self):
        """As a rolling update does; the exit code."""
        code = self.server.stop(signal.SIGTERM)
        self.start()
        return code

    def signal(self, number):
        self.server.process.send_signal(number)

    def kill(self):
        self.server.stop(signal.SIGKILL)

    def close(self):
        self.server.__exit__()


class Service:
    """The replicas and the proxy before them, in a `with` statement."""

    def __init__(self, fitd, config):
        self.address = f"{loopback(3)}:50051"
        self.statistics_address = f"{loopback(3)}:8405"
        self.replicas = []
        self.folder = tempfile.TemporaryDirectory()
        self.log = pathlib.Path(self.folder.name) / "haproxy.log"
        self.proxy = None
        try:
            self.replicas = [Replica(fitd, 1), Replica(fitd, 2)]
            self.start_proxy(config)
            self.wait_until(lambda: all(map(self.is_up, self.replicas)), "both replicas are up")
        except BaseException:
            self.__exit__()
            raise

    def start_proxy(self, config):
        first, second = self.replicas
        environment = ENVIRONMENT | {
            "PATH": PATH,
            "FITD_PROXY": self.address,
            "FITD_PROXY_STATISTICS": self.statistics_address,
            "FITD_1": first.address,
            "FITD_1_HTTP": first.http.split(":")[1],
            "FITD_2": second.address,
            "FITD_2_HTTP": second.http.split(":")[1],
        }
        with self.log.open("w") as log:
            self.proxy = subprocess.Popen(
                [shutil.which("haproxy", path=PATH), "-f", config],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                preexec_fn=die_with_parent,
            )

    def statistics(self):
        """HAProxy's row of each replica, by its name."""
        url = f"http://{self.statistics_address}/;csv"
        with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
            text = answer.read().decode()
        rows = csv.DictReader(io.StringIO(text.removeprefix("# ")))
        return {row["svname"]: row for row in rows if row["pxname"] == "replicas"}

    def is_up(self, replica):
        row = self.statistics()[replica.name]
        return row["status"] == "UP" and row["check_status"] == "L7OK"

    def calls(self, replica):
        """How many it has been given."""
        return int(self.statistics()[replica.name]["stot"])

    def open_calls(self, replica):
        return int(self.statistics()[replica.name]["scur"])

    def wait_until(self, condition, what):
        """For what another process does, and tells nobody."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except OSError:  # HAProxy does not listen yet
                if self.proxy.poll() is not None:
                    break
            time.sleep(POLL)
        raise AssertionError(f"never came true: {what}\n{self.log.read_text()}")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.proxy is not None:
            self.proxy.kill()
            self.proxy.wait()
        for replica in self.replicas:
            replica.close()
        self.folder.cleanup()
