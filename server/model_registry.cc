#include "server/model_registry.h"

namespace fitd::server {

ModelPointer ModelRegistry::find(std::string_view name) const {
  // The catalogue keeps its models itself.
  return {ModelPointer(), catalogue_.find(name)};
}

std::vector<std::string> ModelRegistry::closest(std::string_view name, std::size_t limit) const {
  return catalogue_.closest(name, limit);
}

}  // namespace fitd::server
