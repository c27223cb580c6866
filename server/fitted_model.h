// What a request fits: the model that it names, or with ties that model of its untied parameters.
#ifndef FITD_SERVER_FITTED_MODEL_H_
#define FITD_SERVER_FITTED_MODEL_H_

#include <memory>
#include <utility>
#include <vector>

#include "server/global_layout.h"
#include "server/model_registry.h"
#include "server/validate_fit_parts.h"
#include "server/violations.h"
#include "solver/expression/model_source.h"
#include "solver/expression/ties.h"

namespace fitd::server {

struct FittedModel {
  // Without ties.
  explicit FittedModel(ModelPointer of) : named(std::move(of)), model(named) {}
  // Several data sets, each with a model of its own.
  explicit FittedModel(std::shared_ptr<const GlobalLayout> of) : global(std::move(of)) {}

  ModelPointer named;
  ModelPointer model;  // of the untied parameters; `named` itself where there are no ties
  std::shared_ptr<const expression::Ties> ties;  // nullptr: none
  std::shared_ptr<const GlobalLayout> global;    // nullptr: one data set
  // What is wrong with the ties: then `model` is `named`.
  std::vector<Violation> faults;
};

// `named` with the ties that `parameters`, valid or not, ask for. Takes a few milliseconds at most.
FittedModel put_in_ties(const ParameterList& parameters, ModelPointer named,
                        const expression::ModelSource& models);

}  // namespace fitd::server

#endif  // FITD_SERVER_FITTED_MODEL_H_
