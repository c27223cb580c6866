// The catalogue, for expressions to call.
#ifndef FITD_SOLVER_EXPRESSION_CATALOGUE_SOURCE_H_
#define FITD_SOLVER_EXPRESSION_CATALOGUE_SOURCE_H_

#include "solver/expression/model_source.h"
#include "solver/models/catalogue.h"

namespace fitd::expression {

// The catalogue must outlive it, what it found, and every model made of that.
class CatalogueSource final : public ModelSource {
 public:
  explicit CatalogueSource(const models::Catalogue& catalogue) : catalogue_(catalogue) {}

  std::shared_ptr<const models::Model> find(std::string_view name) const override {
    // The catalogue keeps its models itself.
    return {std::shared_ptr<const models::Model>(), catalogue_.find(name)};
  }
  std::vector<std::string> closest(std::string_view name, std::size_t limit) const override {
    return catalogue_.closest(name, limit);
  }

 private:
  const models::Catalogue& catalogue_;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_CATALOGUE_SOURCE_H_
