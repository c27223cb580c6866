// Parameters of a fit tied to others by expressions: sigma2 = 2*sigma1.
#ifndef FITD_SOLVER_EXPRESSION_TIES_H_
#define FITD_SOLVER_EXPRESSION_TIES_H_

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/expression/graph.h"
#include "solver/expression/model_source.h"
#include "solver/expression/reference_function.h"

namespace fitd::expression {

// The parameters of a fit, P of them, those tied given by the others. `expressions` has one entry
// for each, empty for a parameter that is not tied.
struct TieDeclarations {
  std::vector<std::string> names;
  std::vector<std::string> expressions;
  // The parameter that `name` means in the expression of parameter `of`; -1: none. Where it is
  // empty, the parameter of that name.
  std::function<int(std::string_view name, int of)> find = {};
};

// What is wrong with the expression of a parameter: "`its expression` `description`" is a sentence.
struct TieFault {
  int parameter = 0;
  std::string description;
};

// Every parameter of a fit as a function of the untied ones, which keep their order. Immutable and
// thread-safe.
class Ties {
 public:
  int num_parameters() const { return static_cast<int>(untied_place_.size()); }
  // The untied ones, ascending.
  const std::vector<int>& untied() const { return untied_; }
  // The place of parameter j among the untied; -1 for a tied one.
  int untied_place(int j) const { return untied_place_[static_cast<std::size_t>(j)]; }
  bool is_tied(int j) const { return untied_place(j) < 0; }
  // Empty for a parameter that is not tied.
  const std::string& expression(int j) const { return expressions_[static_cast<std::size_t>(j)]; }

  // All P values from the untied ones. A tied one may be NaN or infinite.
  std::vector<double> values(std::span<const double> untied) const;

  // The places among the untied that parameter j, which is tied, depends on, ascending; through
  // other ties too.
  const std::vector<int>& dependencies(int j) const { return tie(j).dependencies; }
  // The exact derivatives of tied parameter j by these.
  std::vector<double> gradient(int j, std::span<const double> untied) const;

  // Parameter j in graph(), whose parameters are the untied ones. Tied parameters alone.
  NodeId node(int j) const { return tie(j).node; }
  const Graph& graph() const { return graph_; }

 private:
  friend class TieMaker;
  struct Tie {
    int parameter = 0;
    NodeId node;
    std::vector<int> dependencies;
    ReferenceFunction gradient;  // of what it depends on
  };

  Ties() = default;
  const Tie& tie(int j) const;

  Graph graph_;
  std::vector<std::string> expressions_;
  std::vector<int> untied_;
  std::vector<int> untied_place_;
  std::vector<Tie> ties_;       // by parameter, ascending
  std::vector<int> tie_place_;  // per parameter; -1: none
  std::shared_ptr<const ReferenceFunction> tied_values_;
};

// The ties, or everything that is wrong with them. The expressions are in the language of parser.h;
// their names are other parameters of the fit, free, held or tied themselves, in no cycle; `models`
// is what they may call. Any bytes may be in them; refusal or not, it takes a few milliseconds at
// most.
std::variant<std::shared_ptr<const Ties>, std::vector<TieFault>> make_ties(
    const TieDeclarations& declarations, const ModelSource& models);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_TIES_H_
