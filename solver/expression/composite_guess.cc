#include "solver/expression/composite_guess.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace fitd::expression {
namespace {

constexpr std::size_t kMostPoints = 4096;
constexpr int kSweeps = 4;
constexpr int kClippings = 6;

using Column = std::vector<double>;

struct Data {
  std::vector<Column> x;  // per predictor of the sum
  Column y;
};

// Every so many points, so that at most kMostPoints are left.
Data thinned(models::Predictors x, std::span<const double> y) {
  const std::size_t stride = (y.size() + kMostPoints - 1) / kMostPoints;
  Data data{std::vector<Column>(x.size()), {}};
  for (std::size_t i = 0; i < y.size(); i += stride) {
    for (std::size_t k = 0; k < x.size(); ++k) data.x[k].push_back(x[k][i]);
    data.y.push_back(y[i]);
  }
  return data;
}

// What reaches far is estimated before what stands on it.
enum class Reach { kEverywhere, kFar, kLocal };

Reach reach_of(const Term& term) {
  const std::string& group = term.model->info().group;
  if (group == "backgrounds") return Reach::kEverywhere;
  return group == "peaks" || group == "surfaces" ? Reach::kLocal : Reach::kFar;
}

// The terms, those that reach farthest first, otherwise as they stand.
std::vector<std::size_t> by_reach(std::span<const Term> terms) {
  std::vector<std::size_t> order(terms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return reach_of(terms[k]); });
  return order;
}

// How many of them are the ground that the last ones stand on.
std::size_t ground_count(std::span<const Term> terms, const std::vector<std::size_t>& order) {
  const Reach last = reach_of(terms[order.back()]);
  return static_cast<std::size_t>(
      std::ranges::count_if(order, [&](std::size_t k) { return reach_of(terms[k]) != last; }));
}

// One way to share the data out between the terms.
class Sharing {
 public:
  Sharing(std::span<const Term> terms, const Data& data)
      : terms_(terms), data_(data), p_(terms.size()), f_(terms.size(), Column(data.y.size(), 0)) {}

  // Estimates term k from what the others leave over, of all points or of those `kept`.
  void estimate(std::size_t k, const std::vector<bool>* kept = nullptr) {
    const Term& term = terms_[k];
    const Column rest = left_over(k);
    Data part{std::vector<Column>(term.predictors.size()), {}};
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (kept != nullptr && !(*kept)[i]) continue;
      for (std::size_t q = 0; q < part.x.size(); ++q) part.x[q].push_back(predictor(term, q)[i]);
      part.y.push_back(term.sign * rest[i]);
    }
    const std::vector<std::span<const double>> x(part.x.begin(), part.x.end());
    set(k, term.model->guess(x, part.y));
  }

  // Estimates the terms `ground`, then again without the points far from their sum, and so on.
  void estimate_ground(std::span<const std::size_t> ground, bool clip) {
    if (ground.empty()) return;
    std::vector<bool> kept(data_.y.size(), true);
    for (int round = 0; round < (clip ? kClippings : 1); ++round) {
      std::size_t needed = 1;
      for (const std::size_t k : ground) {
        estimate(k, &kept);
        needed += 2 * p_[k].size();
      }
      const Column rest = left_over(terms_.size());
      Column sizes;
      for (std::size_t i = 0; i < rest.size(); ++i) {
        if (kept[i]) sizes.push_back(std::abs(rest[i]));
      }
      const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
      std::nth_element(sizes.begin(), middle, sizes.end());
      const double limit = 2.5 * *middle;
      const auto staying = static_cast<std::size_t>(
          std::count_if(sizes.begin(), sizes.end(), [&](double size) { return size <= limit; }));
      if (staying < std::max(needed, data_.y.size() / 4)) return;
      for (std::size_t i = 0; i < rest.size(); ++i) kept[i] = kept[i] && std::abs(rest[i]) <= limit;
    }
  }

  // Estimates term k anew; keeps what was there where that is no better.
  bool improve(std::size_t k) {
    const double before = sum_of_squares();
    const std::vector<double> p = p_[k];
    const Column f = f_[k];
    estimate(k);
    if (sum_of_squares() < before) return true;
    p_[k] = p;
    f_[k] = f;
    return false;
  }

  double sum_of_squares() const {
    double sum = 0;
    for (const double r : left_over(terms_.size())) sum += r * r;
    return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
  }

  std::vector<double> parameters(std::size_t count) const {
    std::vector<double> all(count, 0.0);
    for (std::size_t k = 0; k < terms_.size(); ++k) {
      for (std::size_t j = 0; j < p_[k].size(); ++j) {
        all[static_cast<std::size_t>(terms_[k].parameters[j])] = p_[k][j];
      }
    }
    return all;
  }

 private:
  const Column& predictor(const Term& term, std::size_t q) const {
    return data_.x[static_cast<std::size_t>(term.predictors[q])];
  }

  // y without the terms but k.
  Column left_over(std::size_t k) const {
    Column rest = data_.y;
    for (std::size_t other = 0; other < terms_.size(); ++other) {
      if (other == k) continue;
      for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= f_[other][i];
    }
    return rest;
  }

  void set(std::size_t k, std::vector<double> p) {
    const Term& term = terms_[k];
    std::vector<std::span<const double>> x;
    for (std::size_t q = 0; q < term.predictors.size(); ++q) x.emplace_back(predictor(term, q));
    term.model->values(x, 0, p, f_[k]);
    for (double& f : f_[k]) f = std::isfinite(f) ? term.sign * f : 0;
    p_[k] = std::move(p);
  }

  std::span<const Term> terms_;
  const Data& data_;
  std::vector<std::vector<double>> p_;  // per term
  std::vector<Column> f_;               // per term, its sign applied
};

Sharing shared_out(std::span<const Term> terms, const Data& data, bool clip) {
  Sharing sharing(terms, data);
  const std::vector<std::size_t> order = by_reach(terms);
  const std::size_t ground = ground_count(terms, order);
  sharing.estimate_ground(std::span(order).first(ground), clip);
  for (const std::size_t k : std::span(order).subspan(ground)) sharing.estimate(k);
  bool better = terms.size() > 1;
  for (int sweep = 0; sweep < kSweeps && better; ++sweep) {
    better = false;
    for (const std::size_t k : order) better = sharing.improve(k) || better;
  }
  return sharing;
}

}  // namespace

bool can_guess(std::span<const Term> terms) {
  return !terms.empty() &&
         std::ranges::all_of(terms, [](const Term& term) { return term.model->can_guess(); });
}

std::vector<double> guess_sum(std::span<const Term> terms, std::size_t num_parameters,
                              models::Predictors x, std::span<const double> y) {
  const Data data = thinned(x, y);
  const Sharing plain = shared_out(terms, data, false);
  if (ground_count(terms, by_reach(terms)) == 0) return plain.parameters(num_parameters);
  const Sharing clipped = shared_out(terms, data, true);
  const bool is_better = clipped.sum_of_squares() <= plain.sum_of_squares();
  return (is_better ? clipped : plain).parameters(num_parameters);
}

}  // namespace fitd::expression
