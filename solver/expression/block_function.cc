#include "solver/expression/block_function.h"

#include <algorithm>
#include <vector>

namespace fitd::expression {
namespace {

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

}  // namespace

std::unique_ptr<const BlockFunction> compile_block_function(const models::Model& model,
                                                            std::span<const int> free) {
  return std::make_unique<ModelFunction>(model, free);
}

}  // namespace fitd::expression
