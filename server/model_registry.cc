#include "server/model_registry.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/violations.h"
#include "solver/expression/catalogue_source.h"
#include "solver/models/edit_distance.h"

namespace fitd::server {
namespace {

// What a definition may call: the catalogue alone, so that no registered model depends on another.
using expression::CatalogueSource;

absl::Status to_status(const std::vector<expression::Fault>& faults, absl::string_view field) {
  Violations violations;
  for (const expression::Fault& fault : faults) {
    violations.add(absl::StrCat(field, field.empty() ? "" : ".", fault.field), fault.description);
  }
  return violations.status();
}

}  // namespace

ModelRegistry::ModelRegistry(const models::Catalogue& catalogue, Save save)
    : catalogue_(catalogue), save_(std::move(save)), entries_(std::make_shared<const Entries>()) {}

std::shared_ptr<const ModelRegistry::Entries> ModelRegistry::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

void ModelRegistry::publish(Entries entries) {
  auto next = std::make_shared<const Entries>(std::move(entries));
  const std::lock_guard lock(mutex_);
  entries_.swap(next);
}

ModelPointer ModelRegistry::find(std::string_view name) const {
  if (ModelPointer model = CatalogueSource(catalogue_).find(name)) return model;
  const auto all = entries();
  const auto found = all->find(name);
  return found == all->end() ? nullptr : found->second.model;
}

std::vector<std::string> ModelRegistry::closest(std::string_view name, std::size_t limit) const {
  const std::vector<std::string> of_catalogue = catalogue_.closest(name, limit);
  std::vector<std::string_view> candidates(of_catalogue.begin(), of_catalogue.end());
  const auto all = entries();
  for (const auto& [known, entry] : *all) candidates.push_back(known);
  return models::closest_names(name, candidates, limit);
}

std::vector<ModelPointer> ModelRegistry::models() const {
  std::vector<ModelPointer> all;
  for (const auto& model : catalogue_.models()) all.emplace_back(ModelPointer(), model.get());
  const auto added = entries();
  for (const auto& [name, entry] : *added) all.push_back(entry.model);
  std::sort(all.begin(), all.end(), [](const ModelPointer& a, const ModelPointer& b) {
    return std::tie(a->info().group, a->info().name) < std::tie(b->info().group, b->info().name);
  });
  return all;
}

absl::Status ModelRegistry::add(const expression::Definition& definition, absl::string_view field,
                                bool from_file, Entries& entries) const {
  const auto made = expression::define_model(definition, CatalogueSource(catalogue_));
  if (const auto* faults = std::get_if<std::vector<expression::Fault>>(&made)) {
    return to_status(*faults, field);
  }
  const auto& model = std::get<std::shared_ptr<const expression::ExpressionModel>>(made);
  if (catalogue_.find(definition.name) != nullptr || entries.contains(definition.name)) {
    return absl::AlreadyExistsError(
        absl::StrCat("there is a model ", in_quotes(definition.name), " already"));
  }
  if (entries.size() >= kMaxModels) {
    return absl::ResourceExhaustedError(
        absl::StrCat("there are ", kMaxModels, " models beside the catalogue; no more are taken"));
  }
  entries.emplace(definition.name, Entry{model, from_file});
  return absl::OkStatus();
}

absl::Status ModelRegistry::save(const Entries& entries, int last_version) const {
  if (save_ == nullptr) return absl::OkStatus();
  ModelSet registered{.definitions = {}, .last_version = last_version};
  for (const auto& [name, entry] : entries) {
    if (!entry.from_file) {
      registered.definitions.push_back(expression::definition_of(*entry.model));
    }
  }
  return save_(registered);
}

std::vector<expression::Fault> ModelRegistry::faults_of(
    const expression::Definition& definition) const {
  auto made = expression::define_model(definition, CatalogueSource(catalogue_));
  auto* faults = std::get_if<std::vector<expression::Fault>>(&made);
  return faults == nullptr ? std::vector<expression::Fault>{} : std::move(*faults);
}

absl::StatusOr<ModelPointer> ModelRegistry::create(expression::Definition definition,
                                                   absl::string_view field) {
  const std::lock_guard lock(changes_);
  definition.version = last_version_ + 1;
  Entries next = *entries();
  if (const auto status = add(definition, field, false, next); !status.ok()) return status;
  if (const auto status = save(next, definition.version); !status.ok()) return status;
  last_version_ = definition.version;
  ModelPointer model = next.find(definition.name)->second.model;
  publish(std::move(next));
  return model;
}

absl::Status ModelRegistry::remove(std::string_view name) {
  const std::lock_guard lock(changes_);
  Entries next = *entries();
  const auto found = next.find(name);
  const bool of_catalogue = catalogue_.find(name) != nullptr;
  if (of_catalogue || (found != next.end() && found->second.from_file)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the model ", in_quotes({name.data(), name.size()}),
                     of_catalogue ? " is one of the catalogue" : " is from a file of the server",
                     "; only registered models can be deleted"));
  }
  if (found == next.end()) {
    const std::vector<std::string> near = closest(name);
    return absl::NotFoundError(absl::StrCat("there is no registered model ",
                                            in_quotes({name.data(), name.size()}),
                                            near.empty() ? "" : "; did you mean ",
                                            absl::StrJoin(near, " or "), near.empty() ? "" : "?"));
  }
  next.erase(found);
  if (auto status = save(next, last_version_); !status.ok()) return status;
  publish(std::move(next));
  return absl::OkStatus();
}

absl::Status ModelRegistry::restore(const ModelSet& saved) {
  const std::lock_guard lock(changes_);
  Entries next;
  for (const auto& definition : saved.definitions) {
    if (auto status = add(definition, definition.name, false, next); !status.ok()) {
      return status;
    }
    last_version_ = std::max(last_version_, definition.version);
  }
  last_version_ = std::max(last_version_, saved.last_version);
  publish(std::move(next));
  return absl::OkStatus();
}

absl::Status ModelRegistry::replace_files(const std::vector<expression::Definition>& models) {
  const std::lock_guard lock(changes_);
  Entries next = *entries();
  std::erase_if(next, [](const auto& named) { return named.second.from_file; });
  for (const auto& definition : models) {
    if (auto status = add(definition, definition.name, true, next); !status.ok()) {
      return status;
    }
  }
  publish(std::move(next));
  return absl::OkStatus();
}

}  // namespace fitd::server
