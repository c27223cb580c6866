#include "server/parameter_scope.h"

#include "server/resolve_model.h"

namespace fitd::server {
namespace {

// More than these are looked up in an index.
constexpr std::size_t kFew = 32;

}  // namespace

ParameterScope::ParameterScope(const models::Model& model)
    : parameters_(model.info().parameters), model_(&model) {}

ParameterScope::ParameterScope(std::span<const models::ParameterInfo> parameters,
                               const std::vector<bool>& can_guess)
    : parameters_(parameters), can_guess_(&can_guess) {
  if (size() <= kFew) return;
  for (std::size_t j = 0; j < size(); ++j) index_.emplace(parameters_[j].name, static_cast<int>(j));
}

int ParameterScope::find(std::string_view name) const {
  if (!index_.empty()) {
    const auto found = index_.find(name);
    return found == index_.end() ? -1 : found->second;
  }
  for (std::size_t j = 0; j < size(); ++j) {
    if (parameters_[j].name == name) return static_cast<int>(j);
  }
  return -1;
}

bool ParameterScope::can_guess(std::size_t j) const {
  return model_ != nullptr ? model_->can_guess() : (*can_guess_)[j];
}

std::string ParameterScope::title() const {
  return model_ != nullptr ? server::title(*model_) : "the global fit";
}

}  // namespace fitd::server
