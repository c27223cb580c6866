#include "solver/expression/kernel_sum.h"

#include <cstddef>
#include <utility>

#include "solver/expression/kernel_models.h"
#include "solver/models/catalogue.h"

namespace fitd::expression {
namespace {

struct Pattern {
  std::string_view model;
  Formula formula;
};

std::vector<Pattern> make_patterns() {
  std::vector<Pattern> patterns;
  for (const char* name : kKernelModels) {
    patterns.push_back({name, *models::make_model(name)->formula()});
  }
  return patterns;
}

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> kPatterns = make_patterns();
  return kPatterns;
}

// A node that is added to a sum or subtracted from it.
struct Summand {
  NodeId node;
  double sign = 1;
};

class Splitter {
 public:
  explicit Splitter(const Formula& formula) : formula_(formula) {}

  KernelSum run() {
    collect({formula_.value, 1});
    if (sum_.terms.empty() || summands_ > kMaxSummands) return {};
    if (!left_.empty()) settle_rest();
    return std::move(sum_);
  }

 private:
  // A sum of sums may be written in few nodes and have more summands than there is time for.
  static constexpr int kMaxSummands = 1000;

  // Takes the summand, or else its own ones; whether there were kernels among them.
  bool collect(const Summand& summand) {
    if (++summands_ > kMaxSummands) return false;
    if (take(formula_.graph, summand)) return true;
    const Node& node = formula_.graph.node(summand.node);
    const bool subtracts = node.operation == Operation::kSubtract;
    const std::size_t before = left_.size();
    if (subtracts || node.operation == Operation::kAdd) {
      const bool first = collect({node.operands[0], summand.sign});
      const bool second = collect({node.operands[1], subtracts ? -summand.sign : summand.sign});
      if (first || second) return true;
    }
    left_.resize(before);
    left_.push_back(summand);
    return false;
  }

  bool take(const Graph& graph, const Summand& summand) {
    for (const Pattern& pattern : patterns()) {
      if (auto call = match_formula(pattern.formula, graph, summand.node)) {
        sum_.terms.push_back({pattern.model, summand.sign, *std::move(call)});
        return true;
      }
    }
    return false;
  }

  // What is left is a sum of its own, and may have a kernel as such: slope*x + intercept.
  void settle_rest() {
    Formula rest;
    rest.predictors = formula_.predictors;
    rest.parameters = formula_.parameters;
    std::vector<NodeId> roots;
    for (const Summand& summand : left_) roots.push_back(summand.node);
    const std::vector<bool> needed = reachable(formula_.graph, roots);
    std::vector<NodeId> copy(formula_.graph.size());
    for (std::size_t k = 0; k < copy.size(); ++k) {
      if (needed[k]) copy[k] = rest.graph.rebuilt(formula_.graph.nodes()[k], copy);
    }
    const auto copied = [&](const Summand& summand) { return copy[summand.node.index]; };
    rest.value = copied(left_.front());
    if (left_.front().sign < 0) rest.value = rest.graph.apply(Operation::kNegate, rest.value);
    for (std::size_t k = 1; k < left_.size(); ++k) {
      const Operation operation = left_[k].sign < 0 ? Operation::kSubtract : Operation::kAdd;
      rest.value = rest.graph.apply(operation, rest.value, copied(left_[k]));
    }
    if (!take(rest.graph, {rest.value, 1})) sum_.rest = std::move(rest);
  }

  const Formula& formula_;
  int summands_ = 0;
  KernelSum sum_;
  std::vector<Summand> left_;
};

}  // namespace

KernelSum split_into_kernels(const Formula& formula) { return Splitter(formula).run(); }

}  // namespace fitd::expression
