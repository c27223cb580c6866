#include "solver/expression/block_function.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>
#include <utility>
#include <vector>

#include "solver/expression/differentiate.h"
#include "solver/expression/kernel_function.h"
#include "solver/expression/kernel_sum.h"
#include "solver/expression/kernel_table.h"
#include "solver/expression/program.h"
#include "solver/expression/run_tape.h"
#include "solver/expression/sum_function.h"
#include "solver/expression/tape.h"

namespace fitd::expression {
namespace {

constexpr std::size_t kVector = 8;  // doubles in the widest vector

// Asks the model itself. Scratch: p, the derivatives of kMaxRows points row by row.
class ModelFunction final : public BlockFunction {
 public:
  ModelFunction(const models::Model& model, std::span<const int> free)
      : model_(model),
        free_(free.begin(), free.end()),
        n_(static_cast<std::size_t>(model.num_parameters())) {}

  std::size_t scratch_doubles() const override { return n_ + kMaxRows * n_; }

  void begin(std::span<const double> p, double* scratch) const override {
    std::copy(p.begin(), p.end(), scratch);
  }

  void values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
              double* scratch) const override {
    model_.values(x, first, {scratch, n_}, {f, rows});
  }

  void derivatives(models::Predictors x, std::size_t first, std::size_t rows, double* f, double* df,
                   std::size_t stride, double* scratch) const override {
    double* const by_row = scratch + n_;
    model_.derivatives(x, first, {scratch, n_}, {f, rows}, {by_row, rows * n_});
    for (std::size_t k = 0; k < free_.size(); ++k) {
      const auto j = static_cast<std::size_t>(free_[k]);
      for (std::size_t i = 0; i < rows; ++i) df[k * stride + i] = by_row[i * n_ + j];
    }
  }

 private:
  const models::Model& model_;
  std::vector<int> free_;
  std::size_t n_;
};

// Any formula, by its tape.
class TapeFunction final : public BlockFunction {
 public:
  TapeFunction(const Formula& formula, std::span<const int> free)
      : tape_(make_program(differentiate(formula, free)),
              static_cast<std::size_t>(formula.predictors)),
        run_(tape_runner()) {}

  std::size_t scratch_doubles() const override { return tape_.scratch_doubles(); }

  void begin(std::span<const double> p, double* scratch) const override {
    tape_.begin(p.data(), scratch);
  }

  void values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
              double* scratch) const override {
    run(tape_.value_code(), x, first, rows, f, nullptr, 0, scratch);
  }

  void derivatives(models::Predictors x, std::size_t first, std::size_t rows, double* f, double* df,
                   std::size_t stride, double* scratch) const override {
    run(tape_.derivative_code(), x, first, rows, f, df, stride, scratch);
  }

 private:
  void run(std::span<const Instruction> code, models::Predictors x, std::size_t first,
           std::size_t rows, double* f, double* df, std::size_t stride, double* scratch) const {
    for (std::size_t i = 0; i < rows; i += tape_.rows()) {
      const std::size_t points = std::min(rows - i, tape_.rows());
      double* const slopes = df == nullptr ? nullptr : df + i;
      if (points % kVector == 0) {
        run_whole(code, x, first + i, points, f + i, slopes, stride, scratch);
      } else {
        run_partial(code, x, first + i, points, f + i, slopes, stride, scratch);
      }
    }
  }

  void run_whole(std::span<const Instruction> code, models::Predictors x, std::size_t first,
                 std::size_t points, double* f, double* df, std::size_t stride,
                 double* scratch) const {
    std::array<const double*, kMaxPredictors> columns;
    for (std::size_t k = 0; k < tape_.predictors(); ++k) columns[k] = x[k].data() + first;
    run_({code}, {.scratch = scratch,
                  .predictors = columns.data(),
                  .value = f,
                  .derivatives = df,
                  .stride = stride,
                  .rows = points,
                  .points = points});
  }

  // In whole vectors of memory of its own, the last point repeated; then what counts is copied.
  void run_partial(std::span<const Instruction> code, models::Predictors x, std::size_t first,
                   std::size_t points, double* f, double* df, std::size_t stride,
                   double* scratch) const {
    const std::size_t rows = (points + kVector - 1) / kVector * kVector;
    std::array<const double*, kMaxPredictors> columns;
    for (std::size_t k = 0; k < tape_.predictors(); ++k) {
      double* const column = scratch + tape_.predictors_place() + k * tape_.rows();
      std::copy_n(x[k].data() + first, points, column);
      std::fill(column + points, column + rows, column[points - 1]);
      columns[k] = column;
    }
    double* const value = scratch + tape_.outputs_place();
    double* const slopes = value + tape_.rows();
    run_({code}, {.scratch = scratch,
                  .predictors = columns.data(),
                  .value = value,
                  .derivatives = slopes,
                  .stride = tape_.rows(),
                  .rows = rows,
                  .points = points});
    std::copy_n(value, points, f);
    if (df == nullptr) return;
    for (std::size_t k = 0; k < tape_.derivatives(); ++k) {
      std::copy_n(slopes + k * tape_.rows(), points, df + k * stride);
    }
  }

  Tape tape_;
  TapeRunner run_;
};

const Kernel* find_kernel(std::string_view model) {
  for (const Kernel& kernel : kernels()) {
    if (model == kernel.model) return &kernel;
  }
  return nullptr;
}

// A kernel added to a sum with the free parameters `free`.
SumPart kernel_part(const KernelTerm& term, std::span<const int> free) {
  SumPart part;
  part.sign = term.sign;
  part.call = term.call;
  std::vector<int> own_free;
  for (std::size_t j = 0; j < term.call.arguments.size(); ++j) {
    const auto column = std::ranges::find(free, term.call.arguments[j].parameter);
    if (column == free.end()) continue;
    own_free.push_back(static_cast<int>(j));
    part.columns.push_back(static_cast<std::size_t>(column - free.begin()));
  }
  auto function = std::make_unique<KernelFunction>(*find_kernel(term.model), own_free);
  part.kernel = function.get();
  part.function = std::move(function);
  return part;
}

// What is left of a sum, by its tape.
SumPart tape_part(const Formula& rest, std::span<const int> free) {
  SumPart part;
  for (int k = 0; k < rest.predictors; ++k) part.call.predictors.push_back(k);
  for (int j = 0; j < rest.parameters; ++j) part.call.arguments.push_back({.parameter = j});
  std::vector<int> own_free;
  for (const Node& node : rest.graph.nodes()) {
    if (node.operation != Operation::kParameter) continue;
    const auto column = std::ranges::find(free, static_cast<int>(node.index));
    if (column == free.end()) continue;
    own_free.push_back(*column);
    part.columns.push_back(static_cast<std::size_t>(column - free.begin()));
  }
  part.function = std::make_unique<TapeFunction>(rest, own_free);
  return part;
}

}  // namespace

std::unique_ptr<const BlockFunction> compile_block_function(const models::Model& model,
                                                            std::span<const int> free) {
  const bool in_catalogue = !model.info().group.empty();
  const Kernel* kernel = in_catalogue ? find_kernel(model.info().name) : nullptr;
  if (kernel != nullptr) return std::make_unique<KernelFunction>(*kernel, free);
  if (model.formula() == nullptr || model.num_predictors() > kMaxPredictors) {
    return std::make_unique<ModelFunction>(model, free);
  }
  const KernelSum sum = split_into_kernels(*model.formula());
  if (sum.terms.empty()) return compile_block_function(*model.formula(), free);
  std::vector<SumPart> parts;
  for (const KernelTerm& term : sum.terms) parts.push_back(kernel_part(term, free));
  if (sum.rest) parts.push_back(tape_part(*sum.rest, free));
  return std::make_unique<SumFunction>(std::move(parts), free.size());
}

std::unique_ptr<const BlockFunction> compile_block_function(const Formula& formula,
                                                            std::span<const int> free) {
  assert(formula.predictors <= kMaxPredictors);
  return std::make_unique<TapeFunction>(formula, free);
}

}  // namespace fitd::expression
