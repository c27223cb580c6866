// Files of models: read from a directory, and written so that a reader sees the old or the new
// whole.
#ifndef FITD_SERVER_MODEL_FILES_H_
#define FITD_SERVER_MODEL_FILES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fitd::server {

inline constexpr std::int64_t kMaxModelFile = std::int64_t{64} << 20;  // bytes

struct TextFile {
  std::string path;
  std::string text;
};

// The files of `directory` whose names end in .textproto, by name. An error names the file and the
// system's reason.
absl::StatusOr<std::vector<TextFile>> read_model_files(const std::string& directory);

// None where there is no such file.
absl::StatusOr<std::optional<TextFile>> read_text_file(const std::string& path);

// Writes beside `path`, flushes to the disk, renames over it and flushes the directory. After an
// error the old file is there as it was; only where that last step fails is it the new one.
absl::Status write_atomically(const std::string& path, const std::string& text);

// Makes the directory where it is not there; its parent must be.
absl::Status make_directory(const std::string& directory);

}  // namespace fitd::server

#endif  // FITD_SERVER_MODEL_FILES_H_
