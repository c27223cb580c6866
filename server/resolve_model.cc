#include "server/resolve_model.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

std::string missing_name(absl::string_view name, const ModelRegistry& registry) {
  const std::vector<std::string> closest = registry.closest({name.data(), name.size()});
  if (closest.empty()) {
    return absl::StrCat("there is no model ", in_quotes(name), "; ListModels names them all");
  }
  return absl::StrCat("there is no model ", in_quotes(name), "; did you mean ",
                      absl::StrJoin(closest, " or "), "?");
}

}  // namespace

absl::StatusOr<ModelPointer> resolve_model(const ModelRegistry& registry, absl::string_view field,
                                           absl::string_view text,
                                           const std::vector<std::string>& /*predictors*/) {
  if (text.empty()) {
    Violations violations;
    violations.add(std::string(field), "is empty; ListModels names the models");
    return violations.status();
  }
  if (ModelPointer model = registry.find({text.data(), text.size()})) return model;
  return absl::NotFoundError(absl::StrCat(field, ": ", missing_name(text, registry)));
}

}  // namespace fitd::server
