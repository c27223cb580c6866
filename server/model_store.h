// Where the registry's models come from and go to: a state directory, and a directory of files.
#ifndef FITD_SERVER_MODEL_STORE_H_
#define FITD_SERVER_MODEL_STORE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/model_registry.h"

namespace fitd::server {

// Writes registered models to `state_dir`/models.textproto; nullptr for an empty `state_dir`.
ModelRegistry::Save save_to(const std::string& state_dir);

// Gives the registry what save_to(state_dir) wrote; makes the directory where it is not there. An
// error names the file, and the line of what is wrong in it.
absl::Status restore_from(const std::string& state_dir, ModelRegistry& registry);

// Makes the models of the files *.textproto in `models_dir` the registry's models of files, all or
// nothing. Returns how many there are. An error names the file, and the line of what is wrong.
absl::StatusOr<std::size_t> load_files(const std::string& models_dir, ModelRegistry& registry);

}  // namespace fitd::server

#endif  // FITD_SERVER_MODEL_STORE_H_
