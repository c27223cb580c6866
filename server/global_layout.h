// What a global fit fits: the sets' models, and the parameters that these share or have alone.
#ifndef FITD_SERVER_GLOBAL_LAYOUT_H_
#define FITD_SERVER_GLOBAL_LAYOUT_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/model_registry.h"
#include "server/parameter_scope.h"
#include "server/validate_fit_parts.h"
#include "server/violations.h"
#include "solver/expression/ties.h"
#include "solver/models/model.h"

namespace fitd::server {

struct SetLayout {
  std::string name;
  ModelPointer named;           // as the request names it
  std::vector<int> parameters;  // of the fit, for each of `named`
  ModelPointer model;           // with ties put in: what is fitted
  std::vector<int> places;      // among the untied of the fit, for each of `model`
};

// Immutable once made.
struct GlobalLayout {
  std::vector<SetLayout> sets;
  // Of the fit, by the names of the fit, each as the first set that has it describes it: the sets'
  // parameters in their order, a shared one where it first stands.
  std::vector<models::ParameterInfo> parameters;
  std::vector<bool> can_guess;                   // each of them
  std::vector<int> owner;                        // the set that has it alone; -1: shared
  std::shared_ptr<const expression::Ties> ties;  // nullptr: none
  std::vector<models::ParameterInfo> untied;     // what is fitted
  std::vector<bool> untied_can_guess;
  // The request's parameters, those that name a parameter of every set once for each; and which of
  // the request's each is.
  ParameterList entries;
  std::vector<int> origin;
  // What is wrong; then ties and what follows from them may be missing.
  std::vector<Violation> faults;

  ParameterScope scope() const { return {parameters, can_guess}; }
  ParameterScope untied_scope() const { return {untied, untied_can_guess}; }
  // The sets' models, each once: "gaussian, linear".
  std::string model_name() const;
  // Of the only model; 0 where there are several.
  int model_version() const;
};

inline constexpr int kMaxDataSets = 1'000;
inline constexpr std::size_t kMaxGlobalParameters = 10'000;

// Of a request with data sets, valid or not. Refused at once: an unknown model or an expression in
// error, and too many sets or parameters.
absl::StatusOr<std::shared_ptr<const GlobalLayout>> lay_out(const v1::FitRequest& request,
                                                            const ModelRegistry& registry);

}  // namespace fitd::server

#endif  // FITD_SERVER_GLOBAL_LAYOUT_H_
