"""Runs the Python client's tests on a given Python, with stubs that its own grpcio made.

python_interop.py PYTHON FITD REPOSITORY [CLASS...]

python_interop_test.py, then these classes of python_client_test.py.

The package is copied and its stubs are generated beside the copy: stubs must not be newer than the
protobuf that runs them, so each version needs its own.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def main(python, fitd, repository, *classes):
    if not pathlib.Path(python).exists():
        print(f"skipped: there is no {python}; ./dev test makes it")
        return SKIPPED
    repository = pathlib.Path(repository)
    tests = repository / "tests/clients"
    with tempfile.TemporaryDirectory() as folder:
        client = pathlib.Path(folder) / "client-examples/python"
        shutil.copytree(
            repository / "client-examples/python",
            client,
            ignore=shutil.ignore_patterns("*_pb2*", "__pycache__", "build", "*.egg-info"),
        )
        (pathlib.Path(folder) / "proto").symlink_to(repository / "proto")
        subprocess.run([python, client / "generate.py"], check=True)
        paths = [repository / "tests/e2e", tests, client]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
        commands = [[python, tests / "python_interop_test.py", fitd]]
        if classes:
            core = tests / "python_client_test.py"
            commands.append([python, core, fitd, repository / "tests/data", *classes])
        for command in commands:
            if subprocess.run(command, env=environment, check=False).returncode != 0:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
