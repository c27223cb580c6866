// Every model in solver/models/<group>/, by name.
#ifndef FITD_SOLVER_MODELS_CATALOGUE_H_
#define FITD_SOLVER_MODELS_CATALOGUE_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "solver/models/model.h"

namespace fitd::models {

// Immutable after construction; thread-safe.
class Catalogue {
 public:
  // All models; the files of solver/models are the registry.
  Catalogue();

  // Ordered by group, then name.
  const std::vector<std::unique_ptr<Model>>& models() const { return models_; }

  // The model of that name or alias; nullptr where there is none. Lives as long as the catalogue.
  const Model* find(std::string_view name) const;

  // Up to `limit` names and aliases closest to `name` in edit distance, the closest first; only
  // such as a typing error could have meant.
  std::vector<std::string> closest(std::string_view name, std::size_t limit = 3) const;

 private:
  std::vector<std::unique_ptr<Model>> models_;
  std::unordered_map<std::string, const Model*> by_name_;
};

// The model of that name, no alias, made without the others; nullptr where there is none. Its
// group is empty.
std::unique_ptr<Model> make_model(std::string_view name);

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_CATALOGUE_H_
