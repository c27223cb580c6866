// The parameters and predictors of an expression, as their names are met.
#ifndef FITD_SOLVER_EXPRESSION_SYMBOLS_H_
#define FITD_SOLVER_EXPRESSION_SYMBOLS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "solver/models/model.h"

namespace fitd::expression {

// Not thread-safe.
class Symbols {
 public:
  // `predictors`: names that are predictors wherever they stand. `x` is one anyway.
  explicit Symbols(std::span<const std::string> predictors);

  // Makes `name` a predictor from now on.
  void declare_predictor(std::string_view name);
  bool is_predictor(std::string_view name) const;

  // The place of a predictor or parameter, which is the next free one for a new name.
  int predictor(std::string_view name);
  int parameter(std::string_view name);

  // Describes a predictor or a parameter that a term brought. False: another term has described a
  // parameter of that name.
  void describe_predictor(int k, const models::PredictorInfo& info,
                          const std::optional<models::Range>& range);
  bool describe_parameter(int j, const models::ParameterInfo& info, std::optional<double> example);

  // Makes the first declared predictor, or x, the one of an expression that names none.
  void complete();

  const std::vector<models::ParameterInfo>& parameters() const { return parameters_; }
  const std::vector<models::PredictorInfo>& predictors() const { return predictors_; }
  const std::vector<double>& example() const { return example_; }
  const std::vector<models::Range>& ranges() const { return ranges_; }

 private:
  std::vector<std::string> declared_;
  std::map<std::string, int, std::less<>> predictor_index_;
  std::map<std::string, int, std::less<>> parameter_index_;
  std::vector<models::ParameterInfo> parameters_;
  std::vector<models::PredictorInfo> predictors_;
  std::vector<bool> described_;  // per parameter, by a term
  std::vector<double> example_;
  std::vector<models::Range> ranges_;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_SYMBOLS_H_
