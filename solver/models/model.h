// A model: a named function y = f(predictors; parameters) with exact derivatives.
#ifndef FITD_SOLVER_MODELS_MODEL_H_
#define FITD_SOLVER_MODELS_MODEL_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fitd::expression {
struct Formula;
}

namespace fitd::models {

// The part a parameter plays in a formula.
enum class Role {
  kLocation,  // shifts the curve along x
  kScale,     // stretches the curve along x: a width or a time
  kHeight,    // multiplies the curve: a height, an area or an amplitude
  kShape,     // changes the curve's form
  kOffset,    // shifts the curve along y
  kRate,      // an inverse time, a slope or a frequency
};

struct ParameterInfo {
  std::string name;
  std::string description;
  Role role;
  // Values that make sense; not enforced by a fit.
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  // The value a constant of the model is fixed at unless the user frees it or gives another.
  std::optional<double> fixed_default = std::nullopt;
};

struct PredictorInfo {
  std::string name;
  std::string description;
};

struct Range {
  double from;
  double to;
};

// Parameters and a range of each predictor that make a typical curve.
struct Example {
  std::vector<double> parameters;
  std::vector<Range> ranges;
};

// A number that follows from the parameters: a width, an area, a half-life.
struct DerivedInfo {
  std::string name;  // none of the parameters'
  std::string description;
  std::string formula;  // in the parameters, plain ASCII; empty where it would be long
};

struct ModelInfo {
  std::string name;  // lower snake case, the same as the file's
  int version = 1;   // rises when the model's numbers can change
  std::string description;
  std::string formula;  // plain ASCII, ^ a power, log natural
  std::vector<ParameterInfo> parameters;
  std::vector<PredictorInfo> predictors;
  std::vector<std::string> aliases = {};
  Example example;
  std::string group = {};  // the name of the folder; filled in by the catalogue
  std::vector<DerivedInfo> derived = {};
};

// A derived quantity at given parameters. It may be NaN or infinite where there is none.
struct DerivedValue {
  double value = 0;
  std::vector<double> gradient;  // by all parameters
};

// m points: one span of m values per predictor, in the model's order.
using Predictors = std::span<const std::span<const double>>;

// Immutable and thread-safe.
class Model {
 public:
  virtual ~Model() = default;

  const ModelInfo& info() const { return info_; }
  int num_parameters() const { return static_cast<int>(info_.parameters.size()); }
  int num_predictors() const { return static_cast<int>(info_.predictors.size()); }

  // f at the points first .. first + f.size() - 1. `p`: all parameters. Values may be NaN or
  // infinite where the formula has none.
  virtual void values(Predictors x, std::size_t first, std::span<const double> p,
                      std::span<double> f) const = 0;

  // The same with derivatives: df[i * num_parameters() + j] is the derivative by parameter j at
  // point first + i. f and values() agree to the bit.
  virtual void derivatives(Predictors x, std::size_t first, std::span<const double> p,
                           std::span<double> f, std::span<double> df) const = 0;

  // The formula as a graph, from which fast values and derivatives, and those in other precisions,
  // are made; nullptr for a model that has none. Lives as long as the model.
  virtual const expression::Formula* formula() const { return nullptr; }

  // The quantities of info().derived, in that order, at the parameters `p`.
  virtual std::vector<DerivedValue> derived([[maybe_unused]] std::span<const double> p) const {
    return {};
  }

  // Whether guess() may be called.
  virtual bool can_guess() const = 0;

  // Starting values from data, all parameters, every one finite. Needs finite x and y of the same
  // length m >= 1.
  virtual std::vector<double> guess(Predictors x, std::span<const double> y) const = 0;

 protected:
  explicit Model(ModelInfo info) : info_(std::move(info)) {}

  // For a constructor that learns of them after info() is there.
  void set_derived(std::vector<DerivedInfo> derived) { info_.derived = std::move(derived); }

 private:
  ModelInfo info_;

  friend class Catalogue;  // names the group
};

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_MODEL_H_
