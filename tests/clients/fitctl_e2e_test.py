"""Every command of fitctl against a real fitd, in good and bad weather.

fitctl_e2e_test.py FITD FITCTL DATA
"""

import json
import math
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import unittest

from data_files import TRUE, write_csv
from programs import DEADLINE, Server, run

FITD, FITCTL = sys.argv[1:3]
NIST = pathlib.Path(sys.argv[3]) / "nist"
del sys.argv[1:4]

# Points of a fit that runs for a second or more: long enough to be interrupted.
LONG = 1_000_000


class Case(unittest.TestCase):
    """A server of its own for each class of tests, and a folder for files."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(FITD))
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.folder = pathlib.Path(folder)
        cls.csv = write_csv(cls.folder / "data.csv")

    def fitctl(self, *words):
        return run(FITCTL, "--server", self.server.address, *words)

    def ok(self, *words):
        """Standard output of a command that must succeed."""
        answer = self.fitctl(*words)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout

    def refused(self, code, *words):
        """Standard error of a command that must fail so."""
        answer = self.fitctl(*words)
        self.assertEqual(answer.returncode, code, answer.stdout + answer.stderr)
        return answer.stderr


class Expressions(Case):
    def test_fit_of_a_formula(self):
        path = self.folder / "decay.csv"
        path.write_text("t,y\n" + "".join(f"{t},{5 * 2.0 ** -t + 1}\n" for t in range(10)))
        starts = ("--start", "a=1,b=1,c=0")
        self.assertIn("0.69314718", self.ok("fit", "a*exp(-b*x) + c", path, *starts))
        by_name = self.ok("fit", "a*exp(-b*t) + c", path, "--x", "t", "--y", "y", *starts)
        self.assertIn("0.69314718", by_name)
        error = self.refused(3, "fit", "a*exp(-b*x) + c", path, "--start", "a=1,c=0")
        self.assertIn('give no start for "b"', error)

    def test_columns_go_by_name_where_they_have_the_names_of_predictors(self):
        path = self.folder / "two.csv"
        path.write_text("u,v,y\n" + "".join(f"{i},{i * i % 7},{2 * i - i * i % 7}\n" for i in range(9)))
        fitted = self.ok("fit", "a*v + b*u", path, "--x", "u,v", "--y", "y", "--start", "a=1,b=1",
                         "--json")
        self.assertEqual([round(p["value"], 6) for p in json.loads(fitted)["parameters"]], [-1, 2])

    def test_a_sum_of_terms_is_guessed(self):
        self.assertIn("p_center", self.ok("fit", "gaussian(prefix='p_')", self.csv))

    def test_model_describes_a_formula(self):
        described = self.ok("model", "gaussian(prefix='p_') + c*x")
        self.assertIn("p_sigma", described)
        self.assertIn("all must be given", described)

    def test_what_is_wrong_is_shown_with_a_caret(self):
        for command in (["model"], ["fit"]):
            data = [self.csv] if command == ["fit"] else []
            error = self.refused(3, *command, "a*expp(x)", *data)
            self.assertIn(
                "column 3: there is no function 'expp'; did you mean exp?\n  a*expp(x)\n    ^", error
            )

    def test_evaluate_names_its_column_y(self):
        self.assertEqual(
            self.ok("evaluate", "max(a, x)", "--at", "1,3", "--p", "a=2").splitlines(),
            ["x,y", "1,2", "3,3"],
        )


class Catalogue(Case):
    def test_models_lists_all(self):
        listed = self.ok("models")
        self.assertIn("gaussian", listed)
        self.assertIn("amplitude center sigma", listed)
        self.assertGreater(len(listed.splitlines()), len(self.ok("models", "gauss").splitlines()))

    def test_models_are_chosen_by_group_and_text(self):
        for line in self.ok("models", "--group", "peaks").splitlines()[1:]:
            self.assertEqual(line.split()[1], "peaks")
        answer = self.fitctl("models", "no such text")
        self.assertEqual((answer.returncode, answer.stdout), (0, ""))
        self.assertIn("no model matches", answer.stderr)

    def test_models_as_json(self):
        models = json.loads(self.ok("models", "--json"))["models"]
        self.assertIn("gaussian", [model["name"] for model in models])

    def test_a_model_is_described(self):
        described = self.ok("model", "gaussian")
        for part in ("exp(", "amplitude", "center", "sigma", "location", ">= 0", "normal"):
            self.assertIn(part, described)
        self.assertEqual(json.loads(self.ok("model", "gaussian", "--json"))["name"], "gaussian")

    def test_an_alias_is_resolved(self):
        self.assertEqual(self.ok("model", "normal"), self.ok("model", "gaussian"))

    def test_an_unknown_model_brings_close_names(self):
        for words in (("model", "gausian"), ("fit", "gausian", self.csv)):
            self.assertIn("gaussian", self.refused(3, *words))


class Estimates(Case):
    def test_guess_is_close_and_can_be_pasted(self):
        guessed = self.ok("guess", "gaussian", self.csv)
        option = re.search(r"^--start (\S+)$", guessed, re.MULTILINE)[1]
        values = dict(pair.split("=") for pair in option.split(","))
        for name, value in TRUE.items():
            self.assertLess(abs(float(values[name]) - value), 0.2 * value)
        self.ok("fit", "gaussian", self.csv, "--start", option)
        as_json = json.loads(self.ok("guess", "gaussian", self.csv, "--json"))
        self.assertEqual(as_json["names"], ["amplitude", "center", "sigma"])

    def test_evaluate_at_points(self):
        table = self.ok(
            "evaluate", "gaussian", "--at", "-1,5", "--p", "sigma=2,center=5,amplitude=1"
        )
        header, first, second = table.splitlines()
        self.assertEqual(header, "x,gaussian")
        self.assertEqual(float(first.split(",")[0]), -1)
        self.assertAlmostEqual(float(second.split(",")[1]), 0.19947114020071635, places=15)

    def test_evaluate_over_a_file_can_be_fitted_again(self):
        p = ",".join(f"{name}={value}" for name, value in TRUE.items())
        path = self.folder / "exact.csv"
        path.write_text(self.ok("evaluate", "gaussian", self.csv, "--p", p))
        result = json.loads(self.ok("fit", "gaussian", path, "--json"))
        for name, value in zip(result["freeNames"], result["x"]):
            self.assertAlmostEqual(value, TRUE[name], places=9)

    def test_evaluate_wants_points_and_all_parameters(self):
        p = ("--p", "amplitude=1,center=0,sigma=1")
        self.assertIn("--at", self.refused(2, "evaluate", "gaussian", *p))
        self.assertIn("either", self.refused(2, "evaluate", "gaussian", self.csv, "--at", "1", *p))
        lacks = self.refused(2, "evaluate", "gaussian", "--at", "1", "--p", "sigma=1")
        self.assertIn("lacks amplitude center", lacks)
        extra = self.refused(2, "evaluate", "gaussian", "--at", "1", p[0], p[1] + ",q=1")
        self.assertIn("no parameter q", extra)


class Fits(Case):
    def test_a_report(self):
        report = self.ok("fit", "gaussian", self.csv)
        for part in ("ier 1", "amplitude", "Correlations", "amplitude, sigma", "AIC", "nfev"):
            self.assertIn(part, report)
        self.assertNotIn("\x1b", report, "no colour outside a terminal")

    def test_json_holds_leastsqs_outputs_as_numbers(self):
        result = json.loads(self.ok("fit", "gaussian", self.csv, "--json"))
        self.assertEqual(result["freeNames"], ["amplitude", "center", "sigma"])
        self.assertEqual(len(result["covX"]["values"]["values"]), 9)
        info = result["infodict"]
        self.assertEqual(len(info["fvec"]["values"]["values"]), 201)
        self.assertEqual(len(info["fjac"]["values"]["values"]), 3 * 201)
        self.assertEqual(sorted(info["ipvt"]), [0, 1, 2])
        self.assertEqual(len(info["qtf"]), 3)

    def test_return_chooses_the_arrays(self):
        result = json.loads(
            self.ok("fit", "gaussian", self.csv, "--json", "--return", "infodict.fvec,r")
        )
        self.assertIn("fvec", result["infodict"])
        self.assertIn("r", result)
        self.assertNotIn("fjac", result["infodict"])
        self.assertNotIn("covX", result)

    def test_fixed_parameters_and_starts(self):
        words = ("--fix", "center=5", "--start", "amplitude=9,sigma=1", "--json")
        result = json.loads(self.ok("fit", "gaussian", self.csv, *words))
        self.assertEqual(result["freeNames"], ["amplitude", "sigma"])
        center = result["parameters"][1]
        self.assertEqual((center["name"], center["value"], center["fixed"]), ("center", 5, True))
        self.assertEqual(result["parameters"][0]["start"], 9)

    def test_losses_and_points(self):
        path = self.folder / "spiked.csv"
        rows = [line.split(",") for line in self.csv.read_text().split()]
        header, rows = rows[0], rows[1:]
        text = ",".join(header[:2]) + ",use\n"
        for i, row in enumerate(rows):
            y = "nan" if i == 7 else float(row[1]) + (5 if i % 20 == 3 else 0)
            text += f"{row[0]},{y},{0 if i == 3 else 1}\n"
        path.write_text(text)
        words = ("fit", "gaussian", path, "--omit-nan", "--mask", "use")
        plain = json.loads(self.ok(*words, "--json"))
        robust = json.loads(self.ok(*words, "--loss", "cauchy", "--loss-scale", "0.01", "--json"))
        self.assertEqual((plain["numOmitted"], robust["numOmitted"]), ("2", "2"))
        self.assertNotIn("objective", plain["statistics"])
        for result, far in ((plain, True), (robust, False)):
            off = abs(result["parameters"][0]["value"] - TRUE["amplitude"]) / TRUE["amplitude"]
            self.assertEqual(off > 0.02, far, off)
        report = self.ok(*words, "--loss", "huber")
        self.assertRegex(report, r"loss +\S+ +points left out +2\n")
        self.assertIn("beside LOSS_KIND_POISSON", self.refused(
            3, "fit", "gaussian", path, "--poisson", "--sigma", "use", "--omit-nan"))

    def test_bounds(self):
        words = ("fit", "gaussian", self.csv, "--bounds", "center=:4.8,sigma=0:")
        result = json.loads(self.ok(*words, "--json"))
        center = result["parameters"][1]
        self.assertEqual((center["value"], center["atBound"]), (4.8, "BOUND_MAX"))
        self.assertNotIn("standardError", center)
        self.assertIn("standardError", result["parameters"][2])
        report = self.ok(*words)
        self.assertIn("at its max", report)
        self.assertNotIn("no standard errors", report)

    def test_ties(self):
        words = ("fit", "gaussian", self.csv, "--tie", "center=4*sigma")
        result = json.loads(self.ok(*words, "--json"))
        self.assertEqual(result["freeNames"], ["amplitude", "sigma"])
        center, sigma = result["parameters"][1:]
        self.assertEqual(center["expression"], "4*sigma")
        self.assertEqual(center["value"], 4 * sigma["value"])
        self.assertAlmostEqual(center["standardError"], 4 * sigma["standardError"], places=12)
        self.assertIn("= 4*sigma", self.ok(*words))
        said = self.refused(3, "fit", "gaussian", self.csv, "--tie", "center=4*sigm")
        self.assertIn("column 3: the fit has no parameter 'sigm'; did you mean sigma?", said)

    def test_several_files_at_once(self):
        other = write_csv(self.folder / "other.csv")
        words = ("fit", "gaussian", self.csv, other)
        shared = (*words, "--shared", "sigma,center")
        result = json.loads(self.ok(*shared, "--json"))
        self.assertEqual(result["freeNames"], ["amplitude_1", "center", "sigma", "amplitude_2"])
        self.assertEqual([s["name"] for s in result["dataSets"]], ["1", "2"])
        report = self.ok(*shared, "--tie", "amplitude_2=amplitude_1")
        self.assertIn("Data sets", report)
        self.assertIn("= amplitude_1", report)
        self.assertIn("none of the models", self.refused(3, *words, "--shared", "width"))
        self.assertIn("several", self.refused(2, "fit", "gaussian", self.csv, "--shared", "sigma"))
        self.assertIn("one data file", self.refused(2, *shared, "--plot"))

    def test_columns_by_name_and_sigma(self):
        path = write_csv(self.folder / "sigma.csv", sigma=0.5)
        words = ("fit", "gaussian", path, "--x", "x", "--y", "y", "--sigma", "s", "--json")
        scaled = json.loads(self.ok(*words))
        absolute = json.loads(self.ok(*words, "--absolute-sigma"))
        reduced = scaled["statistics"]["reducedChiSquare"]
        for a, b in zip(scaled["parameters"], absolute["parameters"]):
            self.assertAlmostEqual(a["standardError"], b["standardError"] * reduced**0.5, places=12)

    def test_options_reach_the_server(self):
        words = ("--jacobian", "forward", "--factor", "1", "--diag", "1,1,1", "--ftol", "1e-3")
        result = json.loads(self.ok("fit", "gaussian", self.csv, *words, "--json"))
        self.assertEqual(result["provenance"]["jacobian"], "JACOBIAN_FORWARD_DIFFERENCE")
        self.assertIn("0.001000", result["mesg"])

    def test_standard_input(self):
        answer = subprocess.run(
            [FITCTL, "--server", self.server.address, "fit", "gaussian", "-"],
            input=self.csv.read_text(),
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_progress_goes_to_standard_error_when_asked_for(self):
        answer = self.fitctl("fit", "gaussian", self.csv, "--progress")
        self.assertRegex(answer.stderr, r"iteration +0 +nfev +1 +residual norm \d")
        self.assertEqual(self.fitctl("fit", "gaussian", self.csv).stderr, "")

    def test_a_fit_that_does_not_converge_exits_1(self):
        answer = self.fitctl("fit", "gaussian", self.csv, "--maxfev", "1", "--start", "center=2")
        self.assertEqual(answer.returncode, 1, answer.stderr)
        self.assertIn("ier 5: Number of calls to function has reached maxfev = 1.", answer.stdout)


class Refusals(Case):
    def test_every_violation_is_printed(self):
        path = write_csv(self.folder / "bad.csv", replace={17: "NaN", 20: "-inf"})
        printed = self.refused(3, "fit", "gaussian", path, "--ftol", "-1", "--start", "width=1")
        self.assertRegex(printed, r"\n  y\S*\[17\]: is NaN")
        self.assertRegex(printed, r"\n  y\S*\[20\]: is -Infinity")
        self.assertRegex(printed, r"\n  options.ftol: is -1")
        self.assertIn("width", printed)

    def test_broken_files_exit_2_naming_the_place(self):
        path = write_csv(self.folder / "broken.csv", replace={1: "oops"})
        printed = self.refused(2, "fit", "gaussian", path)
        self.assertIn("broken.csv, line 3: column 2 (y): 'oops' is not a number", printed)
        self.assertIn("cannot read", self.refused(2, "fit", "gaussian", self.folder / "none.csv"))
        self.assertIn("no column 'z'", self.refused(2, "fit", "gaussian", self.csv, "--y", "z"))

    def test_wrong_command_lines_exit_2_with_advice(self):
        for words in ((), ("fot",), ("fit", "gaussian"), ("fit", "gaussian", "a", "b"),
                      ("fit", "--strat", "a=1"), ("nist", "x.dat", "--start", "3"),
                      ("nist", "x.dat", "--pace", "-5")):  # fmt: skip
            with self.subTest(words):
                self.assertTrue(self.refused(2, *words).startswith("fitctl: "))
        self.assertIn("did you mean fit?", self.refused(2, "fot"))
        self.assertIn("did you mean --start?", self.refused(2, "fit", "--strat", "a=1"))

    def test_help_and_version_need_no_server(self):
        for command in ("fit", "models", "model", "guess", "evaluate", "nist", "health"):
            answer = run(FITCTL, command, "--help")
            self.assertEqual(answer.returncode, 0)
            self.assertIn(f"usage: fitctl {command}", answer.stdout)
            self.assertIn(f"  {command} ", run(FITCTL, "--help").stdout)
        self.assertRegex(run(FITCTL, "--version").stdout, r"^fitctl \d+\.\d+\.\d+\n$")

    def test_no_server_exits_4_and_says_how_to_start_one(self):
        # A port that was free a moment ago: its server has ended.
        with Server(FITD) as gone:
            gone.stop()
        for words in (("models",), ("health",), ("fit", "gaussian", self.csv)):
            answer = run(FITCTL, "--server", gone.address, *words)
            self.assertEqual(answer.returncode, 4, answer.stderr)
            self.assertIn(gone.address, answer.stderr)
            self.assertIn("start a server", answer.stderr)

    def test_the_environment_names_the_server(self):
        answer = subprocess.run(
            [FITCTL, "health"],
            env={**os.environ, "FITD_SERVER": self.server.address},
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        self.assertEqual((answer.returncode, answer.stdout), (0, "SERVING\n"))

    def test_health_of_an_unknown_service_is_refused(self):
        self.refused(3, "health", "no.such.Service")


class LongFits(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.long = write_csv(cls.folder / "long.csv", points=1000, repeats=LONG // 1000)

    def setUp(self):
        # A server for each test, since a cancelled fit keeps its memory for a moment, with room for one
        # long fit, a little over 8 m (n + 4) bytes, but not for one of 20,000 points beside it.
        self.server = self.enterContext(Server(FITD, f"--working_memory={8 * (LONG + 18_000) * 7}"))

    def start_fit(self):
        """A long fit that has reported its first iteration."""
        process = subprocess.Popen(
            [FITCTL, "--server", self.server.address, "fit", "gaussian", self.long, "--progress",
             "--jacobian", "forward", "--start", "amplitude=1,center=2,sigma=9"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.addCleanup(process.kill)
        self.assertIn("iteration   0", process.stderr.readline())
        return process

    def test_an_interrupt_cancels_the_fit_and_exits_130(self):
        process = self.start_fit()
        process.send_signal(signal.SIGINT)
        output, error = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, 130, error)
        self.assertEqual(output, "")
        self.assertIn("fitctl: interrupted", error)
        self.assertEqual(self.server.stop(), 0)
        self.assertRegex("".join(self.server.output), r"m=1000000 .*status=CANCELLED")

    def test_a_full_server_exits_4_and_says_when_to_try_again(self):
        medium = write_csv(self.folder / "medium.csv", points=1000, repeats=20)
        process = self.start_fit()
        printed = self.refused(4, "fit", "gaussian", medium)
        self.assertIn("at a limit", printed)
        self.assertRegex(printed, r"try again in \d")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=DEADLINE)

    def test_a_time_limit_ends_with_the_best_so_far(self):
        answer = self.fitctl(
            "fit", "gaussian", self.long, "--time-limit", "1ms", "--start", "center=2", "--json"
        )
        self.assertEqual(answer.returncode, 1, answer.stderr)
        result = json.loads(answer.stdout)
        self.assertEqual(result["termination"], "TERMINATION_TIME_LIMIT")
        self.assertEqual(len(result["x"]), 3)

    def test_a_timeout_exits_4(self):
        self.assertIn(
            "did not answer within --timeout",
            self.refused(4, "fit", "gaussian", self.long, "--timeout", "20ms"),
        )

    def test_large_results_are_taken(self):
        words = ("--json", "--return", "infodict.fjac", "--ftol", "1e-2")
        result = json.loads(self.ok("fit", "gaussian", self.long, *words))
        self.assertEqual(len(result["infodict"]["fjac"]["values"]["values"]), 3 * LONG)


class ManyStarts(Case):
    def test_the_best_is_kept_and_the_others_are_listed(self):
        path = self.folder / "sine.csv"
        rows = [f"{i / 10},{3 * math.sin(0.7 * i + 0.5) + 0.01 * math.cos(i)}" for i in range(100)]
        path.write_text("x,y\n" + "\n".join(rows))
        words = ("fit", "sine", path, "--start", "amplitude=1,frequency=2.3,shift=0",
                 "--bounds", "amplitude=0.1:10,frequency=0.5:20,shift=-3:3")  # fmt: skip
        one = json.loads(self.ok(*words, "--json"))
        many = json.loads(self.ok(*words, "--json", "--starts", "40", "--seed", "5"))
        self.assertNotIn("minima", one)
        self.assertAlmostEqual(many["x"][1], 7, places=2)
        self.assertLess(many["statistics"]["chiSquare"], one["statistics"]["chiSquare"])
        self.assertEqual(sum(m["starts"] for m in many["minima"]), 40)
        report = self.ok(*words, "--starts", "40", "--seed", "5")
        self.assertIn("Minima\n", report)
        self.assertIn("starts  amplitude", report)


class Nist(Case):
    def test_sets_agree(self):
        table = self.ok("nist", NIST / "Misra1a.dat", NIST / "Nelson.dat", "--start", "2")
        for part in ("Misra1a 14 points, start 2", "Nelson 128 points", "2 fits, 5 parameters"):
            self.assertIn(part, table)
        self.assertIn("all agree with the certified values to 4 digits or more", table)

    def test_certified_arithmetic_has_all_digits(self):
        sets = [NIST / f"{name}.dat" for name in ("MGH09", "MGH17", "BoxBOD", "Bennett5")]
        table = self.ok("nist", "--certified", *sets)
        rows = [line for line in table.splitlines() if line.startswith("  b")]
        self.assertEqual(len(rows), 14)
        for row in rows:
            self.assertGreaterEqual(float(row.split()[-1]), 10.3, row)

    def test_a_set_that_disagrees_exits_1(self):
        text = (NIST / "Misra1a.dat").read_text().replace("2.3894212918E+02", "2.3994212918E+02")
        path = self.folder / "Misra1a.dat"
        path.write_text(text)
        answer = self.fitctl("nist", path)
        self.assertEqual(answer.returncode, 1, answer.stderr)
        self.assertIn("fewer than 4 digits of the certified values: Misra1a", answer.stdout)

    def test_other_files_are_refused(self):
        self.assertIn("not a NIST StRD file", self.refused(2, "nist", self.csv))


class Terminal(Case):
    def on_terminal(self, *words, **environment):
        """What a person sees, control characters included."""
        shown, terminal = pty.openpty()
        process = subprocess.Popen(
            [FITCTL, "--server", self.server.address, *map(str, words)],
            stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
            env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", **environment},
        )  # fmt: skip
        os.close(terminal)
        output = b""
        try:
            while block := os.read(shown, 65536):
                output += block
        except OSError:  # Linux's end of file of a terminal
            pass
        os.close(shown)
        self.assertEqual(process.wait(timeout=DEADLINE), 0, output)
        return output.decode()

    def test_progress_is_painted_over_and_removed(self):
        seen = self.on_terminal("nist", NIST / "Misra1a.dat", NO_COLOR="1")
        self.assertRegex(seen, r"\rMisra1a +iteration +0 +nfev +1 +residual norm \d\S+.*\x1b\[K")
        self.assertIn("\r\x1b[KMisra1a 14 points", seen)

    def test_colour_is_for_terminals_that_want_it(self):
        self.assertIn("\x1b[1m", self.on_terminal("fit", "gaussian", self.csv, NO_COLOR=""))
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            with self.subTest(environment):
                seen = self.on_terminal("fit", "gaussian", self.csv, **environment)
                self.assertNotIn("\x1b[1m", seen)
                self.assertIn("Parameters", seen)


if __name__ == "__main__":
    unittest.main()
