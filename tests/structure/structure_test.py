"""The house's rules, read off the sources: which way includes point, header guards, lengths.

    structure_test.py REPOSITORY
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
OURS = ("solver", "server", "client-examples", "tests")
# What the build writes for the solver.
GENERATED = ("catalogue_list.h", "generated_kernels-inl.h")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

# The files of server/ that translate, and so speak messages; every other one sees plain values.
SPEAKS_MESSAGES = re.compile(
    r"^(arrays|convert_\w+|durations|result_arrays|rpc_status|validate\w*|violations"
    r"|fit_intake|fit_session|fit_events|batch_session|batch_workers|batch_tally"
    r"|function_bounds|function_job|function_session|run_function|wire_owner|tracked_fit|tracked_batch"
    r"|find_uncertainty|uncertainty_plan|used_points|views|warnings|y_covariance)\.(h|cc)$"
)
# The files of server/ that adapt gRPC, the outermost.
SPEAKS_GRPC = re.compile(r"^(\w+_service|grpc_\w+|\w+_call|app_http)\.(h|cc)$")
GRPC = re.compile(r"^(grpc|grpcpp|grpc\+\+)/|\.grpc\.pb\.h$")
PROTO = re.compile(r"^google/|\.pb\.h$|^fitd/v1/")


def sources(*folders):
    """Our .h and .cc files; what came with the reference data in tests/data is not held to our rules."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cc") and ROOT / "tests/data" not in path.parents:
                yield path


def includes(path):
    """(bracket, name) of every include of a file."""
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def name(path):
    return path.relative_to(ROOT).as_posix()


class Includes(unittest.TestCase):
    def refuse(self, paths, is_wrong):
        wrong, seen = [], 0
        for path in paths:
            for bracket, header in includes(path):
                seen += 1
                if is_wrong(bracket, header):
                    wrong.append(f"{name(path)} includes {header}")
        self.assertGreater(seen, 0, "no include was read: has a folder moved?")
        self.assertEqual(wrong, [])

    def test_solver_knows_only_itself_the_standard_library_and_highway(self):
        def is_wrong(bracket, header):
            if bracket == '"':
                return not header.startswith("solver/") and header not in GENERATED
            return "/" in header and not header.startswith("hwy/") or header.startswith("gtest")

        self.refuse(sources("solver"), is_wrong)

    def test_the_pool_knows_no_grpc_and_no_messages(self):
        self.refuse(
            sources("server/pool"),
            lambda bracket, header: GRPC.search(header) or PROTO.search(header),
        )

    def test_grpc_stops_at_the_adapters(self):
        inner = [p for p in sources("server") if not SPEAKS_GRPC.match(p.name)]
        self.refuse(inner, lambda bracket, header: GRPC.search(header))

    def test_generated_messages_stop_at_the_translation(self):
        plain = [
            p
            for p in sources("server")
            if not SPEAKS_GRPC.match(p.name) and not SPEAKS_MESSAGES.match(p.name)
        ]
        self.refuse(plain, lambda bracket, header: PROTO.search(header))

    def test_client_examples_need_the_contract_alone(self):
        self.refuse(
            sources("client-examples"),
            lambda bracket, header: header.startswith(("solver/", "server/")),
        )

    def test_nothing_we_ship_includes_tests(self):
        self.refuse(
            sources("solver", "server", "client-examples"),
            lambda bracket, header: header.startswith(("tests/", "gtest/", "gmock/", "benchmark/")),
        )


class Files(unittest.TestCase):
    def test_header_guards_are_the_path(self):
        for path in sources(*OURS):
            if path.suffix != ".h":
                continue
            guard = "FITD_" + re.sub(r"[^A-Z0-9]", "_", name(path).upper()) + "_"
            with self.subTest(name(path)):
                text = path.read_text(encoding="utf-8")
                if path.name.endswith("-inl.h"):  # read once for each SIMD target
                    opening = f"#if defined({guard}) == defined(HWY_TARGET_TOGGLE)\n"
                else:
                    opening = f"#ifndef {guard}\n#define {guard}\n"
                self.assertIn(opening, text)

    def test_no_file_is_long(self):
        long = []
        for path in sources("solver", "server", "client-examples"):
            length = len(path.read_text(encoding="utf-8").splitlines())
            if length > 300:
                long.append(f"{name(path)}: {length} lines")
        self.assertEqual(long, [])

    def test_the_readme_shows_a_model_as_it_is(self):
        model = (ROOT / "solver/models/peaks/gaussian.cc").read_text(encoding="utf-8")
        self.assertIn(f"```cpp\n{model}```", (ROOT / "README.md").read_text(encoding="utf-8"))

    def test_the_root_cmakelists_stays_a_table_of_contents(self):
        self.assertLess(len((ROOT / "CMakeLists.txt").read_text().splitlines()), 120)


if __name__ == "__main__":
    unittest.main()
