#include "solver/expression/kernel_sum.h"

#include <gtest/gtest.h>
#include <hwy/aligned_allocator.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "solver/expression/block_function.h"
#include "tests/solver/expression/expressions.h"
#include "tests/solver/simd/all_targets.h"

namespace fitd::expression {
namespace {

// The terms and the rest, if any: "gaussian_h - exponential + ...".
std::string split(const std::string& text) {
  const KernelSum sum = split_into_kernels(*model_of(text)->formula());
  std::string result;
  for (const KernelTerm& term : sum.terms) {
    if (!result.empty() || term.sign < 0) result += term.sign < 0 ? " - " : " + ";
    result += term.model;
  }
  return sum.rest ? result + " + ..." : result;
}

TEST(KernelSum, OfModels) {
  EXPECT_EQ(split("gaussian_h(prefix=\"a_\") + lorentzian(prefix=\"b_\")"),
            "gaussian_h + lorentzian");
  EXPECT_EQ(split("gaussian_h(prefix=\"a_\") + linear(prefix=\"b_\") + gaussian_h(prefix=\"c_\")"),
            "gaussian_h + linear + gaussian_h");
  EXPECT_EQ(split("gaussian_h() - exponential(prefix=\"b_\")"), "gaussian_h - exponential");
  EXPECT_EQ(split("-(gaussian_h() - exponential(prefix=\"b_\"))"), "");
}

TEST(KernelSum, OfWhatIsWrittenOut) {
  EXPECT_EQ(split("h*exp(-0.5*((x - c)/s)^2) + k*x + d"), "gaussian_h + linear");
  EXPECT_EQ(split("d + k*x"), "linear");
  EXPECT_EQ(split("(d + h*exp(-0.5*((x - c)/s)^2)) + k*x"), "gaussian_offset + ...");
}

TEST(KernelSum, LeavesTheRestTogether) {
  EXPECT_EQ(split("gaussian_h() + sin(w*x) + b - c"), "gaussian_h + ...");
  EXPECT_EQ(split("sin(w*x) + b"), "");
  const auto model = model_of("(x - u) + gaussian_h() + (x - v)");
  const KernelSum sum = split_into_kernels(*model->formula());
  ASSERT_TRUE(sum.rest);
  // (x - u) + (x - v), no summand torn apart.
  const Graph& rest = sum.rest->graph;
  ASSERT_EQ(rest.node(sum.rest->value).operation, Operation::kAdd);
  for (const NodeId operand :
       {rest.node(sum.rest->value).operands[0], rest.node(sum.rest->value).operands[1]}) {
    EXPECT_EQ(rest.node(operand).operation, Operation::kSubtract);
  }
}

TEST(KernelSum, NamesArgumentsAndNumbers) {
  const auto model = model_of("gaussian_h(z, height=h, center=2.5, sigma=s) + linear()", {"z"});
  const KernelSum sum = split_into_kernels(*model->formula());
  ASSERT_EQ(sum.terms.size(), 2U);
  const FormulaCall& call = sum.terms[0].call;
  const auto names = parameter_names(*model);
  EXPECT_EQ(model->info().predictors[static_cast<std::size_t>(call.predictors[0])].name, "z");
  EXPECT_EQ(names[static_cast<std::size_t>(call.arguments[0].parameter)], "h");
  EXPECT_LT(call.arguments[1].parameter, 0);
  EXPECT_EQ(call.arguments[1].number, 2.5);
  EXPECT_EQ(names[static_cast<std::size_t>(call.arguments[2].parameter)], "s");
}

// Nodes shared by so many sums that their summands cannot be walked.
TEST(KernelSum, GivesUpOnSumsOfTooMany) {
  Formula formula;
  formula.predictors = formula.parameters = 1;
  NodeId sum = formula.graph.apply(Operation::kSin, formula.graph.predictor(0));
  for (int k = 0; k < 60; ++k) sum = formula.graph.apply(Operation::kAdd, sum, sum);
  formula.value = sum;
  EXPECT_TRUE(split_into_kernels(formula).terms.empty());
}

// A block of the model, with the derivatives by `free`, beside its own values and derivatives.
void expect_agrees(const std::string& text, const std::vector<std::string>& predictors,
                   const std::vector<int>& free) {
  SCOPED_TRACE(text);
  const auto model = model_of(text, predictors);
  constexpr std::size_t kRows = 45;
  std::vector<std::vector<double>> columns;
  for (std::size_t k = 0; k < model->info().predictors.size(); ++k) {
    std::vector<double>& x = columns.emplace_back();
    const double pace = 0.37 * static_cast<double>(k + 1);
    for (std::size_t i = 0; i < kRows; ++i) {
      x.push_back(0.1 + std::fmod(pace * static_cast<double>(i), 4.0));
    }
  }
  const std::vector<std::span<const double>> x(columns.begin(), columns.end());
  std::vector<double> p;
  for (std::size_t j = 0; j < model->info().parameters.size(); ++j) {
    p.push_back(0.8 + 0.3 * static_cast<double>(j));
  }
  std::vector<double> f(kRows);
  std::vector<double> df(kRows * p.size());
  model->derivatives(x, 0, p, f, df);
  const double scale = std::abs(
      *std::ranges::max_element(f, [](double a, double b) { return std::abs(a) < std::abs(b); }));

  ASSERT_FALSE(split_into_kernels(*model->formula()).terms.empty());
  const auto function = compile_block_function(*model, free);
  const auto scratch = hwy::AllocateAligned<double>(function->scratch_doubles());
  constexpr std::size_t kStride = kRows + 2;
  std::vector<double> g(kRows);
  std::vector<double> values(kRows);
  std::vector<double> dg(free.size() * kStride, -7.0);
  function->begin(p, scratch.get());
  function->derivatives(x, 0, kRows, g.data(), dg.data(), kStride, scratch.get());
  function->values(x, 0, kRows, values.data(), scratch.get());
  EXPECT_EQ(values, g);
  for (std::size_t i = 0; i < kRows; ++i) {
    EXPECT_NEAR(g[i], f[i], 1e-13 * scale);
    for (std::size_t k = 0; k < free.size(); ++k) {
      const double slope = df[i * p.size() + static_cast<std::size_t>(free[k])];
      EXPECT_NEAR(dg[k * kStride + i], slope, 1e-12 * (std::abs(slope) + scale)) << k << " " << i;
    }
  }
  for (std::size_t k = 0; k < free.size(); ++k) EXPECT_EQ(dg[k * kStride + kRows], -7.0);
}

TEST(KernelSum, AgreesWithTheModel) {
  simd::on_every_target([] {
    const std::string peaks = "gaussian_h(prefix=\"a_\") + gaussian_h(prefix=\"b_\") + linear()";
    expect_agrees(peaks, {}, {0, 1, 2, 3, 4, 5, 6, 7});
    expect_agrees(peaks, {}, {6, 0, 4, 2});
    expect_agrees(peaks, {}, {});
    // Subtracted, first and later.
    expect_agrees("1.5 - gaussian_h(prefix=\"a_\") - lorentzian(prefix=\"b_\")", {},
                  {0, 1, 2, 3, 4, 5});
    // A parameter in several terms, and several times in one.
    expect_agrees("gaussian_h(x, a, b, c) + gaussian_h(x, a, d, c)", {}, {0, 1, 2, 3});
    expect_agrees("gaussian_h(x, a, b, b) - linear(x, a, b)", {}, {0, 1});
    // A rest, alone in having a parameter and sharing others; predictors in another order.
    expect_agrees("gaussian_h(x, a, b, 1.5) + a*sin(w*x) + c", {}, {0, 1, 2, 3});
    expect_agrees("gaussian_h(y, a, b, c) + linear(x, d, e) + cos(x*y)", {"x", "y"},
                  {0, 1, 2, 3, 4});
  });
}

}  // namespace
}  // namespace fitd::expression
