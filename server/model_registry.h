// The models that a request may name: the catalogue's, registered ones, and those of files.
#ifndef FITD_SERVER_MODEL_REGISTRY_H_
#define FITD_SERVER_MODEL_REGISTRY_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "solver/expression/definition.h"
#include "solver/expression/model_source.h"
#include "solver/models/catalogue.h"

namespace fitd::server {

// A model that lives as long as anyone uses it.
using ModelPointer = std::shared_ptr<const models::Model>;

// The models of files, or the registered ones, as definitions.
struct ModelSet {
  std::vector<expression::Definition> definitions;
  int last_version = 0;
};

// Thread-safe. A change replaces the whole set of models at once; who holds a model keeps it. The
// catalogue must outlive the registry and the models it gave.
class ModelRegistry final : public expression::ModelSource {
 public:
  // Keeps the registered models; an error refuses the change.
  using Save = std::function<absl::Status(const ModelSet& registered)>;

  static constexpr std::size_t kMaxModels = 1000;  // registered and from files

  // Without `save` registered models are kept by the registry alone.
  explicit ModelRegistry(const models::Catalogue& catalogue, Save save = nullptr);

  ModelPointer find(std::string_view name) const override;
  std::vector<std::string> closest(std::string_view name, std::size_t limit = 3) const override;

  // All, ordered by group, then name.
  std::vector<ModelPointer> models() const;

  // What is wrong with a definition; nothing where the model can be made.
  std::vector<expression::Fault> faults_of(const expression::Definition& definition) const;

  // Registers a model, its version being the next. INVALID_ARGUMENT with every violation, their
  // fields beginning with `field`; ALREADY_EXISTS; RESOURCE_EXHAUSTED; what `save` answers.
  absl::StatusOr<ModelPointer> create(expression::Definition definition, absl::string_view field);

  // NOT_FOUND; FAILED_PRECONDITION for a model that is not a registered one; what `save` answers.
  absl::Status remove(std::string_view name);

  // Takes what was saved; once, before anything else.
  absl::Status restore(const ModelSet& saved);

  // Replaces the models of files by `models`, all or nothing.
  absl::Status replace_files(const std::vector<expression::Definition>& models);

 private:
  struct Entry {
    std::shared_ptr<const expression::ExpressionModel> model;
    bool from_file;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  std::shared_ptr<const Entries> entries() const;
  void publish(Entries entries);
  absl::Status save(const Entries& entries, int last_version) const;
  // Adds what `definition` makes.
  absl::Status add(const expression::Definition& definition, absl::string_view field,
                   bool from_file, Entries& entries) const;

  const models::Catalogue& catalogue_;
  const Save save_;
  std::mutex changes_;  // one change at a time; held while it is saved
  int last_version_ = 0;
  mutable std::mutex mutex_;  // guards the pointer alone
  std::shared_ptr<const Entries> entries_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MODEL_REGISTRY_H_
