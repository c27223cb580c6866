#include "tests/solver/models/scaling_exponents.h"

#include <cmath>
#include <cstddef>

#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

std::vector<Exponents> choices(Role role) {
  switch (role) {
    case Role::kLocation:
    case Role::kScale:
      return {{1, 0}, {-1, 0}};
    case Role::kHeight:
      return {{0, 1}, {1, 1}, {2, 1}, {3, 1}};
    case Role::kShape:
      return {{0, 0}};
    case Role::kOffset:
      return {{0, 1}};
    case Role::kRate:
      return {{-1, 0}, {-1, 1}, {-2, 1}, {-3, 1}, {-4, 1}, {-5, 1}, {-6, 1}, {-7, 1}};
  }
  return {};
}

void multiply(Grid& grid, double factor) {
  for (auto& column : grid.columns) {
    for (double& x : column) x *= factor;
  }
}

constexpr double kX = 1.5;
constexpr double kY = 1.7;

class Search {
 public:
  explicit Search(const Model& model)
      : model_(model), p_(model.info().example.parameters), exponents_(p_.size()) {
    few_ = example_grid(model, 9);
    Grid few = few_;
    expected_ = values_of(model, few, p_);
    multiply(few_, kX);
    for (const double f : expected_) scale_ = std::fmax(scale_, std::abs(f));
  }

  bool from(std::size_t j) {
    if (j == p_.size()) return fits();
    for (const Exponents& choice : choices(model_.info().parameters[j].role)) {
      exponents_[j] = choice;
      if (from(j + 1)) return true;
    }
    return false;
  }

  const std::vector<Exponents>& exponents() const { return exponents_; }

 private:
  bool fits() const {
    const std::vector<double> f =
        values_of(model_, few_, scaled_parameters(p_, exponents_, kX, kY));
    for (std::size_t i = 0; i < f.size(); ++i) {
      if (!(std::abs(f[i] - kY * expected_[i]) <= 1e-10 * scale_)) return false;
    }
    return true;
  }

  const Model& model_;
  std::vector<double> p_;
  std::vector<Exponents> exponents_;
  Grid few_;
  std::vector<double> expected_;
  double scale_ = 0;
};

}  // namespace

std::optional<std::vector<Exponents>> scaling_exponents(const Model& model) {
  double tries = 1;
  for (const ParameterInfo& p : model.info().parameters) {
    tries *= static_cast<double>(choices(p.role).size());
  }
  if (tries > 3e6) return std::nullopt;
  Search search(model);
  if (!search.from(0)) return std::nullopt;
  return search.exponents();
}

std::vector<double> scaled_parameters(const std::vector<double>& p,
                                      const std::vector<Exponents>& exponents, double a, double b) {
  std::vector<double> result = p;
  for (std::size_t j = 0; j < p.size(); ++j) {
    result[j] *= std::pow(a, exponents[j].by_x) * std::pow(b, exponents[j].by_y);
  }
  return result;
}

}  // namespace fitd::models
