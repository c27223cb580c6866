#include "tests/bench/nist_contest.h"

#include <algorithm>
#include <memory>

#include "nlohmann/json.hpp"
#include "solver/curve/fit_curve.h"
#include "tests/bench/peers/contestants.h"
#include "tests/bench/peers/peer.h"

namespace fitd::bench {
namespace {

constexpr std::size_t kWidth = 9;  // parameters of the largest set
constexpr double kTolerance = 1e-15;
constexpr int kEvaluations = 10'000;

// A set and the model that it is fitted with.
struct Case {
  const test::NistSet* set;
  const models::Model* model;
  std::vector<std::span<const double>> x;
  std::vector<double> start;
};

using Cases = std::vector<Case>;

std::shared_ptr<const Cases> make_cases(const std::vector<test::NistSet>& sets,
                                        const models::Catalogue& catalogue) {
  auto cases = std::make_shared<Cases>();
  for (const test::NistSet& set : sets) {
    for (const std::vector<double>& start : set.starts) {
      cases->push_back({&set, catalogue.find(set.model), {set.x.begin(), set.x.end()}, start});
    }
  }
  return cases;
}

// A model of the catalogue as the peers meet curves.
class ModelCurve final : public PeerCurve {
 public:
  explicit ModelCurve(const Case& nist)
      : model_(*nist.model),
        x_(nist.x),
        n_(nist.start.size()),
        f_(nist.set->y.size()),
        rows_(f_.size() * n_) {
    set_y(nist.set->y);
  }

  int num_parameters() const override { return static_cast<int>(n_); }

  void residuals(const double* p, double* r) const override {
    model_.values(x_, 0, {p, n_}, {r, y_.size()});
    for (std::size_t i = 0; i < y_.size(); ++i) r[i] -= y_[i];
  }

  void jacobian(const double* p, double* j, std::size_t row, std::size_t column) const override {
    model_.derivatives(x_, 0, {p, n_}, f_, rows_);
    for (std::size_t i = 0; i < y_.size(); ++i) {
      for (std::size_t k = 0; k < n_; ++k) j[i * row + k * column] = rows_[i * n_ + k];
    }
  }

 private:
  const models::Model& model_;
  const std::vector<std::span<const double>>& x_;
  std::size_t n_;
  mutable std::vector<double> f_;
  mutable std::vector<double> rows_;
};

std::span<double> place_of(std::span<double> parameters, std::size_t k, std::size_t n) {
  return parameters.subspan(k * kWidth, n);
}

Contestant peer_contestant(const NamedPeer& peer, const std::shared_ptr<const Cases>& cases) {
  return in_child(
      peer.name, [] {},
      [cases, make = peer.make](std::int64_t fits, std::span<double> parameters) {
        const std::unique_ptr<Peer> solver = make();
        for (std::size_t k = 0; k < static_cast<std::size_t>(fits); ++k) {
          const Case& nist = (*cases)[k];
          const std::span<double> p = place_of(parameters, k, nist.start.size());
          std::ranges::copy(nist.start, p.begin());
          solver->fit(ModelCurve(nist), {kTolerance, kTolerance, kEvaluations}, p);
        }
      });
}

Contestant fitd_contestant(const std::shared_ptr<const Cases>& cases) {
  return in_child(
      "fitd Fit", [] {},
      [cases](std::int64_t fits, std::span<double> parameters) {
        curve::CurveFit fit;
        fit.options.ftol = fit.options.xtol = kTolerance;
        fit.options.maxfev = kEvaluations;
        fit.wanted = {.fvec = false, .fjac = false, .best_fit = false};
        for (std::size_t k = 0; k < static_cast<std::size_t>(fits); ++k) {
          const Case& nist = (*cases)[k];
          fit.model = nist.model;
          fit.data.predictors = nist.x;
          fit.data.y = nist.set->y;
          fit.start = nist.start;
          fit.fixed.assign(fit.start.size(), false);
          const auto outcome = curve::fit_curve(fit, {}, {});
          std::ranges::copy(outcome.parameters, place_of(parameters, k, nist.start.size()).begin());
        }
      });
}

// What scipy_peer.py reads.
std::string to_json(const Cases& cases) {
  nlohmann::json all = nlohmann::json::array();
  for (const Case& nist : cases) {
    all.push_back({{"formula", nist.model->info().formula},
                   {"predictors", nist.set->predictors},
                   {"parameters", nist.set->parameters},
                   {"x", nist.set->x},
                   {"y", nist.set->y},
                   {"start", nist.start}});
  }
  return all.dump();
}

std::int64_t bytes_of(const std::vector<test::NistSet>& sets) {
  std::size_t doubles = 0;
  for (const test::NistSet& set : sets) doubles += set.y.size() * (1 + set.x.size());
  return static_cast<std::int64_t>(doubles * sizeof(double));
}

}  // namespace

Contest nist_contest(const std::vector<test::NistSet>& sets, const models::Catalogue& catalogue,
                     const std::string& python) {
  const auto cases = make_cases(sets, catalogue);
  Contest contest{
      .workload = "nist",
      .count = std::ssize(*cases),
      .width = kWidth,
      .data_bytes = bytes_of(sets),
      .contestants = {},
      .chi_square =
          [cases, r = std::vector<double>()](std::int64_t k, std::span<const double> p) mutable {
            return chi_square(ModelCurve((*cases)[static_cast<std::size_t>(k)]), p, r);
          },
      .right =
          [cases](std::int64_t k, std::span<const double> p, double) {
            const Case& nist = (*cases)[static_cast<std::size_t>(k)];
            const auto found = p.first(nist.start.size());
            return test::agreeing_digits({found.begin(), found.end()}, nist.set->certified) >= 4;
          }};
  contest.fewest = contest.count;
  for (const NamedPeer& peer : peers()) {
    // TinySolver is compiled for each number of parameters.
    if (peer.make != make_ceres_tiny) contest.contestants.push_back(peer_contestant(peer, cases));
  }
  contest.contestants.push_back(scipy_on_cases(to_json(*cases), kWidth, python));
  contest.contestants.push_back(fitd_contestant(cases));
  return contest;
}

}  // namespace fitd::bench
