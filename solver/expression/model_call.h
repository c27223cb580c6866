// A model called in an expression: gaussian(x, amplitude=a, center=c, sigma=s), or
// gaussian(prefix="p1_").
#ifndef FITD_SOLVER_EXPRESSION_MODEL_CALL_H_
#define FITD_SOLVER_EXPRESSION_MODEL_CALL_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "solver/expression/recorded.h"
#include "solver/expression/symbols.h"
#include "solver/expression/translation.h"

namespace fitd::expression {

// Makes the predictors of a call that is a term predictors of the expression.
void declare_predictors(const SyntaxTree& tree, const SyntaxNode& call, const models::Model& model,
                        Symbols& symbols);

// One call, translated once. What it is given must outlive it.
class ModelCall {
 public:
  // `values`: of the nodes before the call.
  ModelCall(const SyntaxTree& tree, const SyntaxNode& node,
            std::shared_ptr<const models::Model> model, const std::vector<Recorded>& values,
            Symbols& symbols, Graph& graph);

  // Its value; none where it is in error().
  std::optional<Recorded> run();
  const ExpressionError& error() const { return error_; }

  // The call as a term, where it gave no argument but a prefix. After run().
  std::optional<Term> term() const;

 private:
  bool fail(std::size_t offset, std::string message);
  bool bind();
  bool bind_by_name(const Argument& argument);
  bool set_prefix(const Argument& argument);
  bool fill_predictors();
  bool fill_parameters();
  std::string call_name() const;

  const SyntaxTree& tree_;
  const SyntaxNode& node_;
  std::shared_ptr<const models::Model> model_;
  const std::vector<Recorded>& values_;
  Symbols& symbols_;
  Graph& graph_;

  bool is_term_;
  std::optional<std::string> prefix_;
  std::size_t given_ = 0;  // arguments that are values
  std::vector<std::optional<Recorded>> predictors_;
  std::vector<std::optional<Recorded>> parameters_;
  std::vector<int> predictor_places_;  // of a term's own, -1 elsewhere
  std::vector<int> parameter_places_;
  ExpressionError error_;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_MODEL_CALL_H_
