"""Runs generate.py before the package is built; the rest is in pyproject.toml."""

import pathlib
import sys

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from generate import generate  # noqa: E402


class GenerateAndBuild(build_py):
    def run(self) -> None:
        generate()
        super().run()


setup(cmdclass={"build_py": GenerateAndBuild})
