// The models that a request may name.
#ifndef FITD_SERVER_MODEL_REGISTRY_H_
#define FITD_SERVER_MODEL_REGISTRY_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "solver/models/catalogue.h"

namespace fitd::server {

// A model that lives as long as anyone uses it.
using ModelPointer = std::shared_ptr<const models::Model>;

// Thread-safe. The catalogue must outlive it and the models it gave.
class ModelRegistry {
 public:
  explicit ModelRegistry(const models::Catalogue& catalogue) : catalogue_(catalogue) {}

  const models::Catalogue& catalogue() const { return catalogue_; }

  // The model of that name or alias; nullptr where there is none.
  ModelPointer find(std::string_view name) const;

  // Up to `limit` names and aliases closest to `name`, the closest first.
  std::vector<std::string> closest(std::string_view name, std::size_t limit = 3) const;

 private:
  const models::Catalogue& catalogue_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MODEL_REGISTRY_H_
