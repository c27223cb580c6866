// Where an expression finds the models it calls.
#ifndef FITD_SOLVER_EXPRESSION_MODEL_SOURCE_H_
#define FITD_SOLVER_EXPRESSION_MODEL_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "solver/models/model.h"

namespace fitd::expression {

class ModelSource {
 public:
  virtual ~ModelSource() = default;

  // The model of that name or alias; nullptr where there is none.
  virtual std::shared_ptr<const models::Model> find(std::string_view name) const = 0;

  // Up to `limit` names and aliases closest to `name`, the closest first.
  virtual std::vector<std::string> closest(std::string_view name, std::size_t limit) const = 0;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_MODEL_SOURCE_H_
