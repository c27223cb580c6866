// fitd beside its peers, built and run together: one table of workload, solver, ratio.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "solver/lanes/lane_fits.h"
#include "solver/models/catalogue.h"
#include "tests/bench/nist_contest.h"
#include "tests/bench/peers/contestants.h"
#include "tests/bench/peers/formulas.h"
#include "tests/bench/tall_model.h"

namespace fitd::bench {
namespace {

constexpr char kUsage[] =
    R"(peer_bench: fitd beside cminpack, Ceres, GSL and SciPy, each fit in a process of its own.

usage: peer_bench [--only=WORKLOAD] [--quick] [--json=FILE] [--markdown=FILE] [--python=PATH]

  --only=WORKLOAD  one of batch1d, batch2d, exp3, tall, nist
  --quick          3 samples of 0.1 s in place of 7 of 0.5 s
  --json=FILE      the rows as JSON
  --markdown=FILE  the table that is also printed
  --python=PATH    the Python that has SciPy (/usr/bin/python3)
)";

struct Arguments {
  std::string json;
  std::string markdown;
  std::string python = "/usr/bin/python3";  // Debian's, which sees Debian's SciPy
  std::string only;
  bool quick = false;
};

// Ends the program where an argument is not known, or help is asked for.
Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (const std::string text : std::span(argv + 1, argv + argc)) {
    bool known = text == "--quick";
    if (known) arguments.quick = true;
    const auto value = [&](const std::string& flag, std::string& to) {
      if (!text.starts_with(flag)) return;
      to = text.substr(flag.size());
      known = true;
    };
    value("--json=", arguments.json);
    value("--markdown=", arguments.markdown);
    value("--python=", arguments.python);
    value("--only=", arguments.only);
    if (known) continue;
    const bool help = text == "--help" || text == "-h";
    if (!help) std::fprintf(stderr, "peer_bench: what is %s?\n\n", text.c_str());
    std::fputs(kUsage, help ? stdout : stderr);
    std::exit(help ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  return arguments;
}

class Suite {
 public:
  explicit Suite(const Arguments& arguments) : arguments_(arguments) {}

  template <class Formula>
  void batch(const BatchWorkload& workload, const std::string& scipy) {
    Contest contest = contest_with<Formula>(workload, scipy);
    contest.contestants.push_back(fitd_single(workload, *catalogue_.find(workload.model), 1));
    contest.contestants.push_back(fitd_batch(workload, *catalogue_.find(workload.model)));
    const std::vector<std::string> targets = lanes::lane_targets();
    if (!targets.empty() && targets[0] != "AVX2" && std::ranges::count(targets, "AVX2") > 0) {
      contest.contestants.push_back(fitd_batch(workload, *catalogue_.find(workload.model), "AVX2"));
    }
    add(contest);
  }

  // Fits of m points. Where the peers' Jacobians would fill the machine, cminpack alone.
  void tall(std::int64_t m, std::int64_t count, const std::string& name) {
    BatchWorkload workload = bench::tall(m, count);
    workload.name = name;
    const bool huge = m > 1'000'000;
    Contest contest = contest_with<TwoGaussiansAndLine>(workload, "two_gaussians_and_line");
    if (huge) contest.contestants.resize(1);
    contest.contestants.push_back(fitd_single(workload, *tall_model_, 1));
    contest.contestants.push_back(fitd_single(workload, *tall_model_, 2));
    if (huge) contest.samples = 3;
    add(contest);
  }

  void nist() {
    const std::vector<test::NistSet> sets = test::nist_sets();
    Contest contest = nist_contest(sets, catalogue_, arguments_.python);
    add(contest);
  }

  bool wanted(const std::string& workload) const {
    return arguments_.only.empty() || arguments_.only == workload;
  }

  const std::vector<TableRow>& rows() const { return rows_; }

 private:
  template <class Formula>
  Contest contest_with(const BatchWorkload& workload, const std::string& scipy) const {
    Contest contest = contest_on(workload, [&workload] {
      return std::make_unique<FormulaCurve<Formula>>(workload.predictors);
    });
    contest.contestants.push_back(scipy_contestant(workload, scipy, arguments_.python));
    return contest;
  }

  void add(Contest& contest) {
    if (arguments_.quick) {
      contest.samples = 3;
      contest.sample_seconds = 0.1;
    }
    const std::vector<TableRow> rows = run(contest);
    std::fputs(to_markdown(rows).c_str(), stdout);
    std::fflush(stdout);
    rows_.insert(rows_.end(), rows.begin(), rows.end());
  }

  Arguments arguments_;
  models::Catalogue catalogue_;
  std::unique_ptr<models::Model> tall_model_ = tall_model();
  std::vector<TableRow> rows_;
};

void run_all(Suite& suite) {
  constexpr std::int64_t kBatch = 100'000;
  if (suite.wanted("batch1d")) suite.batch<GaussianOffset>(batch1d(kBatch), "gaussian_offset");
  if (suite.wanted("batch2d")) suite.batch<Gauss2d>(batch2d(kBatch / 4), "gauss_2d");
  if (suite.wanted("exp3")) suite.batch<Triexponential>(exp3(kBatch / 10), "triexponential");
  if (suite.wanted("tall")) {
    suite.tall(10'000, 50, "tall 1e4");
    suite.tall(100'000, 5, "tall 1e5");
    suite.tall(1'000'000, 1, "tall 1e6");
    suite.tall(10'000'000, 1, "tall 1e7");
  }
  if (suite.wanted("nist")) suite.nist();
}

}  // namespace
}  // namespace fitd::bench

int main(int argc, char** argv) {
  const auto arguments = fitd::bench::parse(argc, argv);
  fitd::bench::Suite suite(arguments);
  run_all(suite);
  if (!arguments.json.empty()) std::ofstream(arguments.json) << to_json(suite.rows());
  if (!arguments.markdown.empty()) std::ofstream(arguments.markdown) << to_markdown(suite.rows());
  return 0;
}
