// Every operation that a formula may hold, used by a catalogue model or not: its values and exact
// derivatives on the tape, on every target, against 50 digits.
#include <gtest/gtest.h>
#include <hwy/aligned_allocator.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "solver/expression/block_function.h"
#include "solver/expression/evaluate.h"
#include "tests/solver/expression/digits50.h"
#include "tests/solver/simd/all_targets.h"

namespace fitd::expression {
namespace {

using digits50::Digits50;
using digits50::Real;

constexpr std::size_t kParameters = 4;
using Parameters = std::array<double, kParameters>;

// operation(u), operation(u, v) or select(u < v, u, v) with u = p0 x + p1, v = p2 x + p3.
Formula formula_of(Operation operation) {
  Formula formula{Graph(), {}, 1, kParameters};
  Graph& graph = formula.graph;
  const NodeId x = graph.predictor(0);
  const auto line = [&](int slope, int intercept) {
    return graph.apply(Operation::kAdd,
                       graph.apply(Operation::kMultiply, graph.parameter(slope), x),
                       graph.parameter(intercept));
  };
  const NodeId u = line(0, 1);
  const NodeId v = line(2, 3);
  formula.value = arity(operation) == 1 ? graph.apply(operation, u)
                  : arity(operation) == 2
                      ? graph.apply(operation, u, v)
                      : graph.apply(operation, graph.apply(Operation::kLess, u, v), u, v);
  return formula;
}

Real exact_value(const Formula& formula, double x, const std::vector<Digits50>& p) {
  std::vector<Digits50> nodes(formula.graph.size());
  const std::vector<Digits50> at = {Digits50(x)};
  evaluate<Digits50>(formula.graph, at, p, nodes);
  return nodes[formula.value.index].value;
}

double exact_derivative(const Formula& formula, double x, std::vector<Digits50> p, std::size_t j) {
  const Real at = p[j].value;
  const Real step("1e-17");
  p[j] = Digits50(Real(at + step));
  const Real above = exact_value(formula, x, p);
  p[j] = Digits50(Real(at - step));
  const Real below = exact_value(formula, x, p);
  return Real((above - below) / (2 * step)).convert_to<double>();
}

void expect_exact(Operation operation, const Parameters& p) {
  SCOPED_TRACE(name(operation));
  const Formula formula = formula_of(operation);
  const std::vector<double> x = {0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0};
  const std::vector<Digits50> p50(p.begin(), p.end());
  std::vector<double> values;
  std::vector<std::array<double, kParameters>> slopes;
  for (const double at : x) {
    values.push_back(exact_value(formula, at, p50).convert_to<double>());
    slopes.emplace_back();
    for (std::size_t j = 0; j < kParameters; ++j) {
      slopes.back()[j] = exact_derivative(formula, at, p50, j);
    }
  }
  simd::on_every_target([&] {
    const std::array<int, kParameters> free = {0, 1, 2, 3};
    const auto function = compile_block_function(formula, free);
    const auto scratch = hwy::AllocateAligned<double>(function->scratch_doubles());
    const std::array<std::span<const double>, 1> columns = {x};
    std::vector<double> f(x.size());
    std::vector<double> df(x.size() * kParameters);
    function->begin(p, scratch.get());
    function->derivatives(columns, 0, x.size(), f.data(), df.data(), x.size(), scratch.get());
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_NEAR(f[i], values[i], 1e-13 * (1 + std::abs(values[i]))) << x[i];
      for (std::size_t j = 0; j < kParameters; ++j) {
        const double scale = std::abs(slopes[i][j]) + std::abs(values[i]);
        EXPECT_NEAR(df[j * x.size() + i], slopes[i][j], 1e-11 * scale) << j << " at " << x[i];
      }
    }
  });
}

// Those that derivatives are made of never stand in a formula.
bool stands_in_formulas(Operation operation) {
  switch (operation) {
    case Operation::kConstant:
    case Operation::kPredictor:
    case Operation::kParameter:
    case Operation::kMultiplyAdd:
    case Operation::kMultiplySubtract:
    case Operation::kSubtractProduct:
    case Operation::kProduct:
    case Operation::kGuardedProduct:
    case Operation::kQuotient:
    case Operation::kPowByBase:
    case Operation::kPowByExponent:
    case Operation::kErfcxSlope:
    case Operation::kDigamma:
    case Operation::kLogisticSlope:
    case Operation::kHillByBase:
    case Operation::kHillByExponent:
    case Operation::kBernoulliSlope:
    case Operation::kLangevinSlope:
    case Operation::kVoigtByA:
    case Operation::kVoigtByB:
    case Operation::kGammaHalfRatioSlope:
    case Operation::kGammaMedianSlope:
    case Operation::kGammaDecayByA:
    case Operation::kGammaDecayByB:
    case Operation::kJincSlope:
    case Operation::kDebyeHeatSlope:
      return false;
    default:
      return true;
  }
}

TEST(Operations, AreExactOnTheTape) {
  int tried = 0;
  for (int k = 0; k < kOperations; ++k) {
    const auto operation = static_cast<Operation>(k);
    if (!stands_in_formulas(operation)) continue;
    ++tried;
    // u from 0.2 to 0.96; for acosh beyond 1. v crosses u, at no point of the test.
    const double offset = operation == Operation::kAcosh ? 1.21 : 0.16;
    expect_exact(operation, {0.8, offset, -0.5, 0.83});
    if (operation == Operation::kAcosh) continue;
    expect_exact(operation, {0.3, 0.41, 2.5, 0.17});
  }
  EXPECT_EQ(tried, kOperations - 26);
}

}  // namespace
}  // namespace fitd::expression
