// The derived quantities of a sum of models: those of each, under its prefix.
#ifndef FITD_SOLVER_EXPRESSION_COMPOSITE_DERIVED_H_
#define FITD_SOLVER_EXPRESSION_COMPOSITE_DERIVED_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/expression/translation.h"
#include "solver/models/model.h"

namespace fitd::expression {

// Immutable and thread-safe.
class CompositeDerived {
 public:
  CompositeDerived() = default;
  // `parameters`: the sum's. A quantity whose name is taken, by one of them or by a quantity of an
  // earlier term, is left out.
  CompositeDerived(std::span<const Term> terms, std::span<const models::ParameterInfo> parameters);

  const std::vector<models::DerivedInfo>& infos() const { return infos_; }

  // In the order of infos(), at the parameters p of the sum of the same terms.
  std::vector<models::DerivedValue> at(std::span<const Term> terms,
                                       std::span<const double> p) const;

 private:
  std::vector<models::DerivedInfo> infos_;
  std::vector<std::vector<std::size_t>> kept_;  // per term, of its model's quantities
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_COMPOSITE_DERIVED_H_
