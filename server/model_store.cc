#include "server/model_store.h"

#include <cstddef>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/convert_definition.h"
#include "server/model_files.h"

namespace fitd::server {
namespace {

std::string models_file(const std::string& state_dir) { return state_dir + "/models.textproto"; }

}  // namespace

ModelRegistry::Save save_to(const std::string& state_dir) {
  if (state_dir.empty()) return nullptr;
  return [path = models_file(state_dir)](const ModelSet& registered) {
    return write_atomically(path, to_text(registered));
  };
}

absl::Status restore_from(const std::string& state_dir, ModelRegistry& registry) {
  if (state_dir.empty()) return absl::OkStatus();
  if (auto status = make_directory(state_dir); !status.ok()) return status;
  const auto file = read_text_file(models_file(state_dir));
  if (!file.ok()) return file.status();
  if (!file->has_value()) return absl::OkStatus();
  const auto saved = parse_model_file((*file)->path, (*file)->text, registry);
  if (!saved.ok()) return saved.status();
  absl::Status status = registry.restore(*saved);
  if (status.ok()) return status;
  return {status.code(), absl::StrCat((*file)->path, ": ", status.message())};
}

absl::StatusOr<std::size_t> load_files(const std::string& models_dir, ModelRegistry& registry) {
  if (models_dir.empty()) return 0;
  const auto files = read_model_files(models_dir);
  if (!files.ok()) return files.status();
  std::vector<expression::Definition> all;
  for (const TextFile& file : *files) {
    auto set = parse_model_file(file.path, file.text, registry);
    if (!set.ok()) return set.status();
    all.insert(all.end(), std::make_move_iterator(set->definitions.begin()),
               std::make_move_iterator(set->definitions.end()));
  }
  if (const auto status = registry.replace_files(all); !status.ok()) {
    return absl::Status(status.code(), absl::StrCat(models_dir, ": ", status.message()));
  }
  return all.size();
}

}  // namespace fitd::server
