// A catalogue model and the expression that its formula is are the same model.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "solver/curve/fit_curve.h"
#include "tests/solver/expression/expressions.h"

namespace fitd::expression {
namespace {

std::vector<std::string> predictor_names(const models::Model& model) {
  std::vector<std::string> names;
  for (const auto& predictor : model.info().predictors) names.push_back(predictor.name);
  return names;
}

// The model as expressions: as a term, as a function, and as its formula where that is written in
// the language of expressions with the model's own names.
std::vector<std::string> texts_of(const models::Model& model) {
  const models::ModelInfo& info = model.info();
  std::string call = info.name + "(";
  for (const auto& predictor : info.predictors) call += predictor.name + ", ";
  for (const auto& parameter : info.parameters)
    call += parameter.name + "=" + parameter.name + ", ";
  return {info.name + "()", call.substr(0, call.size() - 2) + ")", info.formula};
}

struct Points {
  std::vector<std::vector<double>> x;
  std::vector<std::span<const double>> spans;
  std::vector<double> y;
};

// 60 points within the example's ranges, y beside the example's curve.
Points points_of(const models::Model& model) {
  constexpr int kPoints = 60;
  Points points;
  std::size_t k = 0;
  for (const models::Range& range : model.info().example.ranges) {
    std::vector<double> column;
    const double pace = k == 0 ? 1.0 / kPoints : 0.618034 + 0.1 * static_cast<double>(k);
    for (int i = 0; i < kPoints; ++i) {
      const double part = std::fmod((i + 0.5) * pace, 1.0);
      column.push_back(range.from + (range.to - range.from) * part);
    }
    points.x.push_back(column);
    ++k;
  }
  points.spans.assign(points.x.begin(), points.x.end());
  points.y.resize(kPoints);
  model.values(points.spans, 0, model.info().example.parameters, points.y);
  double scale = 0;
  for (const double y : points.y) scale = std::max(scale, std::abs(y));
  for (std::size_t i = 0; i < kPoints; ++i) {
    points.y[i] += 0.01 * scale * std::sin(2.7 * static_cast<double>(i * i));
  }
  return points;
}

// The parameters of `from` in the order of `to`.
template <class T>
std::vector<T> reordered(const models::Model& from, const models::Model& to,
                         const std::vector<T>& values) {
  std::map<std::string, T> by_name;
  for (std::size_t j = 0; j < values.size(); ++j) {
    by_name[from.info().parameters[j].name] = values[j];
  }
  std::vector<T> result;
  for (const auto& parameter : to.info().parameters) result.push_back(by_name.at(parameter.name));
  return result;
}

bool has_same_parameters(const models::Model& a, const models::Model& b) {
  std::vector<std::string> names = parameter_names(a);
  std::vector<std::string> others = parameter_names(b);
  std::sort(names.begin(), names.end());
  std::sort(others.begin(), others.end());
  return names == others;
}

curve::CurveOutcome fit(const models::Model& model, const Points& points,
                        const models::Model& catalogue_model) {
  const models::ModelInfo& info = catalogue_model.info();
  std::vector<double> start = info.example.parameters;
  std::vector<bool> fixed;
  for (std::size_t j = 0; j < start.size(); ++j) {
    fixed.push_back(info.parameters[j].fixed_default.has_value());
    if (!fixed[j]) start[j] *= 1.02;
  }
  curve::CurveFit job;
  job.model = &model;
  job.data.predictors = points.spans;
  job.data.y = points.y;
  job.start = reordered(catalogue_model, model, start);
  job.fixed = reordered(catalogue_model, model, fixed);
  job.options.maxfev = 2000;
  job.options.ftol = job.options.xtol = 1e-13;
  return curve::fit_curve(job, {}, {});
}

double largest(const std::vector<double>& values) {
  double size = 0;
  for (const double value : values) size = std::max(size, std::abs(value));
  return size;
}

// What the catalogue says of a model: values, derivatives (by parameter), a fit.
struct Truth {
  std::vector<double> f;
  std::vector<double> df;
  curve::CurveOutcome fit;
};

Truth truth_of(const models::Model& model, const Points& points) {
  Truth truth{std::vector<double>(points.y.size()), {}, fit(model, points, model)};
  truth.df.resize(truth.f.size() * model.info().parameters.size());
  model.derivatives(points.spans, 0, model.info().example.parameters, truth.f, truth.df);
  return truth;
}

// Values and derivatives agree to rounding: of the number itself where the expression calls the
// model, of the whole curve where it is the formula as text, which may cancel.
void expect_same_curve(const models::Model& model, const ExpressionModel& expression,
                       const Points& points, const Truth& truth, bool by_point) {
  const std::vector<double>& p = model.info().example.parameters;
  const std::size_t n = p.size();
  std::vector<double> g(truth.f.size());
  std::vector<double> dg(truth.df.size());
  expression.derivatives(points.spans, 0, reordered(model, expression, p), g, dg);
  const double f_floor = by_point ? 0 : largest(truth.f);
  const double df_floor = by_point ? 0 : largest(truth.df);
  for (std::size_t i = 0; i < g.size(); ++i) {
    const double f = truth.f[i];
    EXPECT_NEAR(g[i], f, 1e-12 * std::max(std::abs(f), f_floor) + 1e-300)
        << expression.info().name << " at " << i;
    const auto row = dg.begin() + static_cast<std::ptrdiff_t>(i * n);
    const std::vector<double> slopes = reordered(
        expression, model, std::vector<double>(row, row + static_cast<std::ptrdiff_t>(n)));
    for (std::size_t j = 0; j < n; ++j) {
      const double slope = truth.df[i * n + j];
      const double scale = std::max({std::abs(slope), std::abs(f / p[j]), df_floor});
      EXPECT_NEAR(slopes[j], slope, 1e-10 * scale + 1e-300)
          << expression.info().name << " by " << model.info().parameters[j].name << " at " << i;
    }
  }
}

TEST(SameFit, ExpressionsOfModelsFitAsTheModelsThemselves) {
  int fits = 0;
  int formulas = 0;
  for (const auto& model : catalogue().models()) {
    const Points points = points_of(*model);
    const Truth truth = truth_of(*model, points);
    const std::vector<std::string> texts = texts_of(*model);
    for (const std::string& text : texts) {
      const bool is_formula = &text == &texts.back();
      const auto expression = model_of(text, predictor_names(*model));
      if (is_formula && (expression == nullptr || !has_same_parameters(*model, *expression) ||
                         predictor_names(*expression) != predictor_names(*model))) {
        continue;  // written for people: "y = ...", or with abbreviations
      }
      ASSERT_NE(expression, nullptr) << error_of(text);
      expect_same_curve(*model, *expression, points, truth, !is_formula);
      const curve::CurveOutcome outcome = fit(*expression, points, *model);
      const double norm = truth.fit.lm.residual_norm;
      if (!lm::converged(truth.fit.lm.termination)) continue;
      EXPECT_NEAR(outcome.lm.residual_norm, norm, 1e-9 * norm) << text;
      ++fits;
      if (is_formula) ++formulas;
    }
  }
  EXPECT_GT(fits, 120);
  EXPECT_GT(formulas, 20);
}

}  // namespace
}  // namespace fitd::expression
