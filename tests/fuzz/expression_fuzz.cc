// Any bytes as an expression: parsed, described where wrong; evaluated, differentiated and guessed
// where right.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "solver/expression/expression_model.h"
#include "solver/expression/limits.h"
#include "solver/models/edit_distance.h"

namespace fitd::models {

std::unique_ptr<Model> make_gauss_2d();
std::unique_ptr<Model> make_gaussian();
std::unique_ptr<Model> make_linear();
std::unique_ptr<Model> make_pk1_oral();
std::unique_ptr<Model> make_voigt();

}  // namespace fitd::models

namespace fitd::expression {
namespace {

class FewModels final : public ModelSource {
 public:
  FewModels() {
    for (auto* make : {models::make_gauss_2d, models::make_gaussian, models::make_linear,
                       models::make_pk1_oral, models::make_voigt}) {
      std::shared_ptr<const models::Model> model = make();
      models_[model->info().name] = model;
    }
  }

  std::shared_ptr<const models::Model> find(std::string_view name) const override {
    const auto found = models_.find(name);
    return found == models_.end() ? nullptr : found->second;
  }
  std::vector<std::string> closest(std::string_view name, std::size_t limit) const override {
    std::vector<std::string_view> names;
    for (const auto& [known, model] : models_) names.push_back(known);
    return models::closest_names(name, names, limit);
  }

 private:
  std::map<std::string, std::shared_ptr<const models::Model>, std::less<>> models_;
};

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

void check_error(const ExpressionError& error, std::string_view text) {
  require(error.offset <= text.size(), "an error is within the text");
  const std::string shown = describe(error, text);
  require(shown.size() < 2000, "a description is short");
  require(shown.back() == '^', "a description ends with a caret");
  for (const char c : shown) require((c >= ' ' && c <= '~') || c == '\n', "it is printable");
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void check_model(const ExpressionModel& model, bool guess_too) {
  constexpr std::size_t kPoints = 5;
  const auto n = static_cast<std::size_t>(model.num_parameters());
  require(n <= kMaxParameters, "parameters are bounded");
  require(model.num_predictors() >= 1, "there is a predictor");
  const std::vector<double> column = {-2, 0, 0.5, 3, 1e9};
  const std::vector<std::span<const double>> x(static_cast<std::size_t>(model.num_predictors()),
                                               column);
  std::vector<double> p;
  for (std::size_t j = 0; j < n; ++j) p.push_back(0.3 + 0.9 * static_cast<double>(j % 5));
  std::vector<double> f(kPoints);
  std::vector<double> g(kPoints);
  std::vector<double> df(kPoints * n);
  model.values(x, 0, p, f);
  model.derivatives(x, 0, p, g, df);
  for (std::size_t i = 0; i < kPoints; ++i) {
    require(same(f[i], g[i]), "values are the same with and without derivatives");
  }
  if (!guess_too || !model.can_guess()) return;
  const std::vector<double> guess = model.guess(x, std::vector<double>{1, 5, 2, 2, 0});
  require(guess.size() == n, "a guess has all parameters");
  for (const double value : guess) require(std::isfinite(value), "a guess is finite");
}

}  // namespace
}  // namespace fitd::expression

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fitd::expression;  // NOLINT(google-build-using-namespace)
  static const FewModels kModels;
  static const std::vector<std::string> kPredictors = {"t"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto made = make_expression(text, kPredictors, kModels);
  if (const auto* error = std::get_if<ExpressionError>(&made)) {
    check_error(*error, text);
  } else {
    // A guess takes hundreds of times longer than all else.
    const bool guess_too = size % 32 == 0;
    check_model(*std::get<std::shared_ptr<const ExpressionModel>>(made), guess_too);
  }
  return 0;
}
