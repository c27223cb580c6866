#include "tests/solver/models/model_samples.h"

#include <cmath>

namespace fitd::models {
namespace {

double between(Range range, std::size_t k, std::size_t count) {
  const double part = static_cast<double>(k) / static_cast<double>(count - 1);
  return range.from * (1 - part) + range.to * part;
}

}  // namespace

const Catalogue& catalogue() {
  static const Catalogue instance;
  return instance;
}

Grid example_grid(const Model& model, std::size_t count) {
  const std::vector<Range>& ranges = model.info().example.ranges;
  Grid grid;
  grid.columns.resize(ranges.size());
  if (ranges.size() == 1) {
    for (std::size_t k = 0; k < count; ++k) {
      grid.columns[0].push_back(between(ranges[0], k, count));
    }
    return grid;
  }
  const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(count)) + 0.5);
  for (std::size_t i = 0; i < side; ++i) {
    for (std::size_t k = 0; k < side; ++k) {
      grid.columns[0].push_back(between(ranges[0], i, side));
      grid.columns[1].push_back(between(ranges[1], k, side));
    }
  }
  return grid;
}

double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-52 - 1;
}

std::vector<double> parameters_near_example(const Model& model, double spread,
                                            std::mt19937_64& random) {
  std::vector<double> p = model.info().example.parameters;
  for (std::size_t j = 0; j < p.size(); ++j) {
    const ParameterInfo& info = model.info().parameters[j];
    const double changed = p[j] * (1 + spread * uniform(random));
    if (!info.fixed_default && changed > info.min && changed < info.max) p[j] = changed;
  }
  return p;
}

std::vector<double> values_of(const Model& model, const Grid& grid, const std::vector<double>& p) {
  std::vector<double> f(grid.size());
  const auto spans = grid.spans();
  model.values(spans, 0, p, f);
  return f;
}

ValuesAndDerivatives derivatives_of(const Model& model, const Grid& grid,
                                    const std::vector<double>& p) {
  ValuesAndDerivatives result{std::vector<double>(grid.size()),
                              std::vector<double>(grid.size() * p.size())};
  const auto spans = grid.spans();
  model.derivatives(spans, 0, p, result.f, result.df);
  return result;
}

void EveryModel::check(const std::string& group, void (*expectations)(const Model&)) {
  for (const auto& model : catalogue().models()) {
    if (model->info().group != group) continue;
    SCOPED_TRACE(model->info().name);
    expectations(*model);
  }
}

std::vector<std::string> all_groups() {
  std::vector<std::string> groups;
  for (const auto& model : catalogue().models()) {
    if (groups.empty() || groups.back() != model->info().group) {
      groups.push_back(model->info().group);
    }
  }
  return groups;
}

}  // namespace fitd::models
