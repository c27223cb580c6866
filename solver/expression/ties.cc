#include "solver/expression/ties.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

#include "solver/expression/differentiate.h"
#include "solver/expression/limits.h"
#include "solver/expression/tie_text.h"

namespace fitd::expression {

const Ties::Tie& Ties::tie(int j) const {
  return ties_[static_cast<std::size_t>(tie_place_[static_cast<std::size_t>(j)])];
}

std::vector<double> Ties::values(std::span<const double> untied) const {
  std::vector<double> tied(ties_.size());
  (*tied_values_)({}, 0, untied, tied);
  std::vector<double> all(untied_place_.size());
  for (std::size_t k = 0; k < untied_.size(); ++k) {
    all[static_cast<std::size_t>(untied_[k])] = untied[k];
  }
  for (std::size_t k = 0; k < ties_.size(); ++k) {
    all[static_cast<std::size_t>(ties_[k].parameter)] = tied[k];
  }
  return all;
}

std::vector<double> Ties::gradient(int j, std::span<const double> untied) const {
  const Tie& of = tie(j);
  std::vector<double> p;
  for (const int k : of.dependencies) p.push_back(untied[static_cast<std::size_t>(k)]);
  std::vector<double> slopes(p.size());
  of.gradient({}, 0, p, slopes);
  return slopes;
}

// Makes ties once; what it is given must outlive it.
class TieMaker {
 public:
  TieMaker(const TieDeclarations& declarations, const ModelSource& models)
      : declarations_(declarations), models_(models), formulas_(declarations.names.size()) {}

  std::variant<std::shared_ptr<const Ties>, std::vector<TieFault>> run() {
    if (read_all() && put_in_order() && build()) {
      return std::shared_ptr<const Ties>(new Ties(std::move(ties_)));
    }
    return faults_;
  }

 private:
  std::size_t size() const { return formulas_.size(); }
  const std::string& text(std::size_t j) const { return declarations_.expressions[j]; }
  bool is_tied(std::size_t j) const { return !text(j).empty(); }

  void fault(std::size_t j, std::string description) {
    faults_.push_back({static_cast<int>(j), std::move(description)});
  }

  bool read_all() {
    std::size_t bytes = 0;
    for (std::size_t j = 0; j < size(); ++j) {
      if (!is_tied(j)) continue;
      bytes += text(j).size();
      if (bytes > kMaxTies) {
        fault(j, "brings the expressions of ties to more than " + std::to_string(kMaxTies) +
                     " bytes together");
        return false;
      }
      auto read = read_tie(declarations_, static_cast<int>(j), models_);
      if (const auto* error = std::get_if<ExpressionError>(&read)) {
        fault(j, "is no expression: " + describe(*error, text(j)));
      } else {
        formulas_[j] = std::get<TieFormula>(std::move(read));
      }
    }
    return faults_.empty();
  }

  // Ties after those that they depend on; what stays out is on a cycle or depends on one.
  bool put_in_order() {
    std::vector<std::vector<std::size_t>> users(size());
    std::vector<std::size_t> missing(size(), 0);
    for (std::size_t j = 0; j < size(); ++j) {
      if (!is_tied(j)) continue;
      for (const int k : formulas_[j]->parameters) {
        const auto other = static_cast<std::size_t>(k);
        if (!is_tied(other)) continue;
        users[other].push_back(j);
        ++missing[j];
      }
      if (missing[j] == 0) order_.push_back(j);
    }
    for (std::size_t at = 0; at < order_.size(); ++at) {
      for (const std::size_t user : users[order_[at]]) {
        if (--missing[user] == 0) order_.push_back(user);
      }
    }
    name_cycles(missing);
    return faults_.empty();
  }

  // `missing`: per parameter, how many it waits for in vain.
  void name_cycles(const std::vector<std::size_t>& missing) {
    std::vector<bool> seen(size(), false);
    for (std::size_t j = 0; j < size(); ++j) {
      if (missing[j] == 0 || seen[j]) continue;
      // From one that waits to another that waits: at last round a cycle.
      std::vector<std::size_t> path;
      std::size_t at = j;
      while (!seen[at]) {
        seen[at] = true;
        path.push_back(at);
        at = *std::ranges::find_if(waits_for(at), [&](std::size_t k) { return missing[k] > 0; });
      }
      const auto begin = std::ranges::find(path, at);
      if (begin == path.end()) continue;  // led into a cycle that has been named
      std::rotate(begin, std::min_element(begin, path.end()), path.end());
      name_cycle({begin, path.end()});
    }
  }

  const std::vector<std::size_t>& waits_for(std::size_t j) {
    scratch_.clear();
    for (const int k : formulas_[j]->parameters) scratch_.push_back(static_cast<std::size_t>(k));
    return scratch_;
  }

  void name_cycle(std::span<const std::size_t> cycle) {
    constexpr std::size_t kShown = 8;
    if (cycle.size() == 1) {
      fault(cycle[0], "ties " + in_quotes(name(cycle[0])) + " to itself");
      return;
    }
    std::string path;
    for (std::size_t k = 0; k < std::min(cycle.size(), kShown); ++k)
      path += name(cycle[k]) + " -> ";
    if (cycle.size() > kShown) path += "... -> ";
    fault(cycle[0], "is one of a cycle of ties: " + path + name(cycle[0]));
  }

  const std::string& name(std::size_t j) const { return declarations_.names[j]; }

  bool build() {
    ties_.graph_ = Graph(kMaxGraph);
    ties_.expressions_ = declarations_.expressions;
    ties_.untied_place_.assign(size(), -1);
    ties_.tie_place_.assign(size(), -1);
    for (std::size_t j = 0; j < size(); ++j) {
      if (is_tied(j)) continue;
      ties_.untied_place_[j] = static_cast<int>(ties_.untied_.size());
      ties_.untied_.push_back(static_cast<int>(j));
    }
    nodes_.resize(size());
    dependencies_.resize(size());
    for (const std::size_t j : order_) {
      if (!add(j)) return false;
    }
    return add_gradients();
  }

  // The value of a parameter that stands before those that are added.
  NodeId node_of(std::size_t j) {
    return is_tied(j) ? nodes_[j] : ties_.graph_.parameter(ties_.untied_place_[j]);
  }

  bool add(std::size_t j) {
    const TieFormula& formula = *formulas_[j];
    std::vector<NodeId> parameters;
    std::vector<int>& needs = dependencies_[j];
    for (const int k : formula.parameters) {
      const auto other = static_cast<std::size_t>(k);
      parameters.push_back(node_of(other));
      if (is_tied(other)) {
        needs.insert(needs.end(), dependencies_[other].begin(), dependencies_[other].end());
      } else {
        needs.push_back(ties_.untied_place_[other]);
      }
    }
    std::ranges::sort(needs);
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    nodes_[j] =
        ties_.graph_.substitute(formula.formula->graph, formula.formula->value, {}, parameters);
    return !ties_.graph_.full() || too_large(j);
  }

  bool too_large(std::size_t j) {
    fault(j, "brings the ties to more operations than are taken: " + std::to_string(kMaxGraph) +
                 " together, " + std::to_string(kMaxTape) + " with their derivatives");
    return false;
  }

  bool add_gradients() {
    std::vector<NodeId> roots;
    std::size_t operations = 0;
    for (std::size_t j = 0; j < size(); ++j) {
      if (!is_tied(j)) continue;
      const Gradient gradient = gradient_of(j);
      operations += gradient.graph.size();
      if (gradient.graph.full() || operations > kMaxTape) return too_large(j);
      ties_.tie_place_[j] = static_cast<int>(ties_.ties_.size());
      ties_.ties_.push_back({.parameter = static_cast<int>(j),
                             .node = nodes_[j],
                             .dependencies = std::move(dependencies_[j]),
                             .gradient = {gradient.graph, gradient.derivatives}});
      roots.push_back(nodes_[j]);
    }
    ties_.tied_values_ = std::make_shared<const ReferenceFunction>(ties_.graph_, roots);
    return true;
  }

  // By what the tie depends on, in that order.
  Gradient gradient_of(std::size_t j) {
    const std::vector<int>& needs = dependencies_[j];
    Formula part{.graph = Graph(kMaxGraph), .value = {}};
    std::vector<NodeId> leaves(ties_.untied_.size());
    for (std::size_t k = 0; k < needs.size(); ++k) {
      leaves[static_cast<std::size_t>(needs[k])] = part.graph.parameter(static_cast<int>(k));
    }
    part.value = part.graph.substitute(ties_.graph_, nodes_[j], {}, leaves);
    part.parameters = static_cast<int>(needs.size());
    std::vector<int> all(needs.size());
    std::iota(all.begin(), all.end(), 0);
    return differentiate(part, all, kMaxTape);
  }

  const TieDeclarations& declarations_;
  const ModelSource& models_;
  std::vector<std::optional<TieFormula>> formulas_;  // per parameter; none: not tied
  std::vector<std::size_t> order_;                   // of the ties
  std::vector<NodeId> nodes_;                        // of the tied parameters
  std::vector<std::vector<int>> dependencies_;       // of the tied ones, among the untied
  std::vector<std::size_t> scratch_;
  Ties ties_;
  std::vector<TieFault> faults_;
};

std::variant<std::shared_ptr<const Ties>, std::vector<TieFault>> make_ties(
    const TieDeclarations& declarations, const ModelSource& models) {
  return TieMaker(declarations, models).run();
}

}  // namespace fitd::expression
