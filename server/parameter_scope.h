// The parameters that a request may speak of: those of a model, or of a global fit.
#ifndef FITD_SERVER_PARAMETER_SCOPE_H_
#define FITD_SERVER_PARAMETER_SCOPE_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "solver/models/model.h"

namespace fitd::server {

// Sees what it is made of, which must outlive it.
class ParameterScope {
 public:
  ParameterScope(const models::Model& model);  // NOLINT(google-explicit-constructor): it is one
  // `can_guess`: whether there is an estimate of each.
  ParameterScope(std::span<const models::ParameterInfo> parameters,
                 const std::vector<bool>& can_guess);

  std::span<const models::ParameterInfo> parameters() const { return parameters_; }
  std::size_t size() const { return parameters_.size(); }
  const models::ParameterInfo& operator[](std::size_t j) const { return parameters_[j]; }

  // The parameter of that name; -1 where there is none.
  int find(std::string_view name) const;
  bool can_guess(std::size_t j) const;
  // Who has them, for a message: "gaussian", "the global fit".
  std::string title() const;

 private:
  std::span<const models::ParameterInfo> parameters_;
  const models::Model* model_ = nullptr;
  const std::vector<bool>* can_guess_ = nullptr;
  std::unordered_map<std::string_view, int> index_;  // where they are many
};

}  // namespace fitd::server

#endif  // FITD_SERVER_PARAMETER_SCOPE_H_
