#include "solver/models/catalogue.h"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

#include "catalogue_list.h"
#include "solver/models/edit_distance.h"

namespace fitd::models {

Catalogue::Catalogue() {
  for (const CatalogueEntry& entry : kCatalogueEntries) {
    std::unique_ptr<Model> model = entry.make();
    model->info_.group = entry.group;
    models_.push_back(std::move(model));
  }
  std::sort(models_.begin(), models_.end(), [](const auto& a, const auto& b) {
    return std::tie(a->info().group, a->info().name) < std::tie(b->info().group, b->info().name);
  });
  for (const auto& model : models_) {
    [[maybe_unused]] bool fresh = by_name_.emplace(model->info().name, model.get()).second;
    assert(fresh && "two models of one name");
    for (const std::string& alias : model->info().aliases) {
      fresh = by_name_.emplace(alias, model.get()).second;
      assert(fresh && "an alias that is a name already");
    }
  }
}

const Model* Catalogue::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::string> Catalogue::closest(std::string_view name, std::size_t limit) const {
  std::vector<std::string_view> known;
  for (const auto& [candidate, model] : by_name_) known.push_back(candidate);
  return closest_names(name, known, limit);
}

std::unique_ptr<Model> make_model(std::string_view name) {
  for (const CatalogueEntry& entry : kCatalogueEntries) {
    if (entry.name == name) return entry.make();
  }
  return nullptr;
}

}  // namespace fitd::models
