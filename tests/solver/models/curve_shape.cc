#include "tests/solver/models/curve_shape.h"

#include <cmath>
#include <span>

namespace fitd::models {
namespace {

constexpr double kPi = 3.14159265358979323846;

}  // namespace

double argmax(const Function& f, double from, double to) {
  constexpr int kPoints = 4000;
  double best = from;
  const double step = (to - from) / kPoints;
  for (int k = 1; k <= kPoints; ++k) {
    const double x = from + step * k;
    if (f(x) > f(best)) best = x;
  }
  double a = std::fmax(from, best - step);
  double b = std::fmin(to, best + step);
  constexpr double kGolden = 0.618033988749895;
  for (int turn = 0; turn < 80; ++turn) {
    const double left = b - kGolden * (b - a);
    const double right = a + kGolden * (b - a);
    (f(left) > f(right) ? b : a) = f(left) > f(right) ? right : left;
  }
  return 0.5 * (a + b);
}

double bisect(const Function& f, double a, double b) {
  const bool rises = f(b) > 0;
  for (int turn = 0; turn < 200; ++turn) {
    const double middle = 0.5 * (a + b);
    ((f(middle) > 0) == rises ? b : a) = middle;
  }
  return 0.5 * (a + b);
}

CurveShape::CurveShape(const Model& model)
    : model_(model),
      p_(model.info().example.parameters),
      from_(model.info().example.ranges[0].from),
      to_(model.info().example.ranges[0].to) {}

double CurveShape::operator()(double x) const {
  const double zero = 0;
  const std::span<const double> columns[] = {{&x, 1}, {&zero, 1}};
  double f = 0;
  model_.values(std::span(columns).first(model_.info().predictors.size()), 0, p_, {&f, 1});
  return f;
}

double CurveShape::parameter(const char* name) const {
  for (std::size_t j = 0; j < p_.size(); ++j) {
    if (model_.info().parameters[j].name == name) return p_[j];
  }
  return 0;
}

double CurveShape::baseline() const {
  for (std::size_t j = 0; j < p_.size(); ++j) {
    if (model_.info().parameters[j].role == Role::kOffset) return p_[j];
  }
  return 0;
}

double CurveShape::top() const {
  return argmax([this](double x) { return std::abs((*this)(x)-baseline()); }, from_ - span(),
                to_ + span());
}

double CurveShape::full_width_at_half_maximum() const {
  const double center = top();
  const double half = 0.5 * ((*this)(center)-baseline());
  const auto below = [&](double x) { return 1 - ((*this)(x)-baseline()) / half; };
  double left = center;
  while (below(left) < 0) left -= 1e-3 * span();
  double right = center;
  while (below(right) < 0) right += 1e-3 * span();
  return bisect(below, center, right) - bisect(below, center, left);
}

// The midpoint rule in theta, x = c + w tan(theta): smooth to the ends where f falls like 1/x^2.
double CurveShape::area() const {
  constexpr int kPoints = 200000;
  const double width = span() / 5;
  const double center = top();
  double sum = 0;
  for (int k = 0; k < kPoints; ++k) {
    const double t = std::tan(kPi * ((k + 0.5) / kPoints - 0.5));
    sum += ((*this)(center + width * t) - baseline()) * (1 + t * t);
  }
  return sum * width * kPi / kPoints;
}

// The midpoint rule in u, x = w (u/(1 - u))^2.
double CurveShape::area_from_zero() const {
  constexpr int kPoints = 200000;
  const double width = span() / 5;
  double sum = 0;
  for (int k = 0; k < kPoints; ++k) {
    const double u = (k + 0.5) / kPoints;
    const double r = u / (1 - u);
    sum += (*this)(width * r * r) * 2 * r / ((1 - u) * (1 - u));
  }
  return sum * width / kPoints;
}

double CurveShape::slope(double x) const {
  const double h = 1e-4 * span();
  const auto f = [&](double k) { return (*this)(x + k * h); };
  return (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h);
}

double CurveShape::steepest_at() const {
  return argmax([this](double x) { return std::abs(slope(x)); }, from_ - span(), to_ + span());
}

}  // namespace fitd::models
