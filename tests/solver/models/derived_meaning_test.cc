// Derived quantities are what they are called: each held against the same, found numerically on the
// model's own values.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/solver/models/curve_shape.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

// The quantity as the curve shows it; none where it cannot be read off this model's.
using Reading = std::optional<double> (*)(const CurveShape& f);

bool is_one_of(const CurveShape& f, const std::set<std::string>& names) {
  return names.contains(f.model().info().name);
}

bool rises_or_falls_from_zero_on(const CurveShape& f) {
  const std::string& group = f.model().info().group;
  return group == "dose_response" && !is_one_of(f, {"biphasic", "bell_shaped", "bc_5", "crs_5a"});
}

// The dose of a share of the effect: the way from the response far on the left to that far on the
// right. Doses are positive unless the formula takes negative ones, or logarithms.
double dose_of(const CurveShape& f, double share) {
  const bool from_zero = f.from() == 0 && !is_one_of(f, {"l_3", "l_4", "l_5", "g_4"});
  const double left = from_zero ? f(0) : f(f.from() - 100 * f.span());
  const double right = f(f.to() + (from_zero ? 1e9 : 100.0) * f.span());
  const auto effect = [&](double x) { return (f(x) - left) / (right - left) - share; };
  return bisect(effect, from_zero ? 0 : f.from() - 10 * f.span(), f.to() + 30 * f.span());
}

std::optional<double> effective_dose(const CurveShape& f, double share) {
  if (!rises_or_falls_from_zero_on(f)) return std::nullopt;
  const bool logarithmic = f.parameter("LogEC50") != 0 || f.parameter("LogIC50") != 0;
  const double dose = dose_of(f, share);
  return logarithmic ? std::pow(10, dose) : dose;
}

// Where half of the way from f(start) to the limit at large x is gone.
std::optional<double> half_time(const CurveShape& f) {
  if (f.model().info().predictors.size() != 1 || !std::isfinite(f(1e4 * f.span())) ||
      is_one_of(f, {"exp_linear", "bateman", "expsine", "damped_sine", "pk1_oral", "pk1_oral_lag",
                    "pk1_infusion"})) {
    return std::nullopt;
  }
  const double start = f.parameter("x0");
  const double first = f(start);
  const double last = f(1e4 * f.span());
  const auto gone = [&](double x) { return (f(start + x) - first) / (last - first) - 0.5; };
  return bisect(gone, 0, 1e3 * f.span());
}

std::optional<double> period(const CurveShape& f) {
  if (is_one_of(f, {"expsine", "damped_sine", "ramsey"})) return std::nullopt;  // waves that decay
  // The first x where f and its slope are again what they were.
  const auto distance = [&](double x) {
    return -std::hypot(f(x + f.from()) - f(f.from()), f.slope(x + f.from()) - f.slope(f.from()));
  };
  double from = 0.02 * f.span();
  while (distance(from) > distance(from / 2)) from *= 1.1;  // leave the zero at x = 0
  for (double to = from;; to += 0.01 * f.span()) {
    const double at = argmax(distance, from, to + 0.01 * f.span());
    if (distance(at) > -1e-4) return at;
  }
}

std::optional<double> peak_only(const CurveShape& f, double reading) {
  return f.model().info().group == "peaks" ? std::optional(reading) : std::nullopt;
}

const std::map<std::string, Reading>& readings() {
  static const std::map<std::string, Reading> kAll = {
      {"fwhm", [](const CurveShape& f) { return peak_only(f, f.full_width_at_half_maximum()); }},
      {"height", [](const CurveShape& f) { return peak_only(f, f(f.top()) - f.baseline()); }},
      {"maximum_at", [](const CurveShape& f) { return peak_only(f, f.top()); }},
      {"area",
       [](const CurveShape& f) -> std::optional<double> {
         return f.model().info().group == "exponentials" ? f.area_from_zero() : f.area();
       }},
      {"auc", [](const CurveShape& f) -> std::optional<double> { return f.area_from_zero(); }},
      {"cmax",
       [](const CurveShape& f) -> std::optional<double> {
         return f(argmax([&](double x) { return f(x); }, 0, f.to()));
       }},
      {"tmax",
       [](const CurveShape& f) -> std::optional<double> {
         return argmax([&](double x) { return f(x); }, 0, f.to());
       }},
      {"half_life", half_time},
      {"half_time", half_time},
      {"period", period},
      {"ec10", [](const CurveShape& f) { return effective_dose(f, 0.1); }},
      {"ec50", [](const CurveShape& f) { return effective_dose(f, 0.5); }},
      {"ec90", [](const CurveShape& f) { return effective_dose(f, 0.9); }},
      {"initial_slope",
       [](const CurveShape& f) -> std::optional<double> {
         const double h = 1e-7 * f.span();
         return (4 * f(h) - f(2 * h) - 3 * f(0)) / (2 * h);
       }},
      {"initial", [](const CurveShape& f) -> std::optional<double> { return f(0); }},
      {"max_rate",
       [](const CurveShape& f) -> std::optional<double> { return f.slope(f.steepest_at()); }},
      {"inflection_at",
       [](const CurveShape& f) -> std::optional<double> { return f.steepest_at(); }},
      {"rise_10_90",
       [](const CurveShape& f) -> std::optional<double> {
         const auto at = [&](double share) {
           const double level = share * f.parameter("amplitude");
           return bisect([&](double x) { return f(x) - level; }, f.from() - f.span(),
                         f.to() + f.span());
         };
         return at(0.9) - at(0.1);
       }},
      {"optimum",
       [](const CurveShape& f) -> std::optional<double> {
         return argmax([&](double x) { return f(x); }, 0, f.to());
       }},
      {"greatest_velocity",
       [](const CurveShape& f) -> std::optional<double> {
         return f(argmax([&](double x) { return f(x); }, 0, f.to()));
       }},
      {"half_saturation",
       [](const CurveShape& f) -> std::optional<double> {
         return bisect([&](double x) { return f(x) - 0.5 * f.parameter("qmax"); }, 0,
                       1e3 * f.span());
       }},
  };
  return kAll;
}

// How far a reading may be off, by the way it is made: what is at a maximum is known to the root of
// the rounding error, and an area as far as the midpoint rule goes at a kink.
double tolerance(const std::string& name) {
  if (name == "area" || name == "auc" || name == "max_rate" || name == "initial_slope") return 1e-6;
  if (name == "maximum_at" || name == "tmax" || name == "optimum") return 1e-6;
  if (name == "inflection_at" || name == "period") return 1e-4;
  return 1e-8;
}

int read_off(const Model& model) {
  const std::vector<DerivedValue> at = model.derived(model.info().example.parameters);
  const CurveShape shape(model);
  int count = 0;
  for (std::size_t k = 0; k < at.size(); ++k) {
    const std::string& name = model.info().derived[k].name;
    const auto reading = readings().find(name);
    if (reading == readings().end() || model.info().group == "surfaces") continue;
    const std::optional<double> expected = reading->second(shape);
    if (!expected) continue;
    ++count;
    EXPECT_NEAR(at[k].value, *expected, tolerance(name) * std::abs(*expected))
        << model.info().name << ": " << name;
  }
  return count;
}

TEST(DerivedMeaning, IsWhatTheCurveShows) {
  int count = 0;
  for (const auto& model : catalogue().models()) count += read_off(*model);
  EXPECT_GE(count, 120);
}

// The volume under a surface, by the midpoint rule in angles.
double volume(const Model& model) {
  constexpr int kPoints = 500;
  constexpr double kPi = 3.14159265358979323846;
  std::vector<double> p = model.info().example.parameters;
  std::vector<double> u;
  for (int k = 0; k < kPoints; ++k) u.push_back(std::tan(kPi * ((k + 0.5) / kPoints - 0.5)));
  Grid grid{{{}, {}}};
  for (const double a : u) {
    for (const double b : u) {
      grid.columns[0].push_back(p[1] + a);
      grid.columns[1].push_back(p[2] + b);
    }
  }
  const std::vector<double> f = values_of(model, grid, p);
  double offset = 0;
  for (std::size_t j = 0; j < p.size(); ++j) {
    if (model.info().parameters[j].role == Role::kOffset) offset = p[j];
  }
  double sum = 0;
  for (std::size_t i = 0; i < f.size(); ++i) {
    const double a = u[i / kPoints];
    const double b = u[i % kPoints];
    sum += (f[i] - offset) * (1 + a * a) * (1 + b * b);
  }
  return sum * kPi / kPoints * kPi / kPoints;
}

TEST(DerivedMeaning, Volumes) {
  int count = 0;
  for (const auto& model : catalogue().models()) {
    const std::vector<DerivedValue> at = model->derived(model->info().example.parameters);
    for (std::size_t k = 0; k < at.size(); ++k) {
      if (model->info().derived[k].name != "volume") continue;
      ++count;
      EXPECT_NEAR(at[k].value, volume(*model), 2e-4 * std::abs(at[k].value)) << model->info().name;
    }
  }
  EXPECT_GE(count, 4);
}

// Where the closed form has no value there is none, rather than a wrong one.
TEST(DerivedMeaning, NoneWhereThereIsNone) {
  const auto value_of = [](const char* name, std::size_t k, const std::vector<double>& p) {
    return catalogue().find(name)->derived(p)[k].value;
  };
  EXPECT_FALSE(std::isfinite(value_of("moffat", 1, {3, 5, 1, 0.4})));  // the area diverges
  EXPECT_FALSE(std::isfinite(value_of("moffat2d", 1, {3, 5, 5, 1, 1})));
  EXPECT_FALSE(std::isfinite(value_of("damped_oscillator", 0, {2, 5, 0.8})));  // no resonance
  EXPECT_FALSE(std::isfinite(value_of("linear", 0, {0, 5})));
}

}  // namespace
}  // namespace fitd::models
