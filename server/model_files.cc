#include "server/model_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace fitd::server {
namespace {

absl::Status failed(absl::string_view what, const std::string& path, int error) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot ", what, " ", path, ": ", std::generic_category().message(error)));
}

// A file that is open; closed at the end.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : fd_(open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() { close_now(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  // Whether that worked.
  bool close_now() {
    const int fd = std::exchange(fd_, -1);
    return fd < 0 || close(fd) == 0;
  }

 private:
  int fd_;
};

bool write_all(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_and_flush(const std::string& path, const std::string& text) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  return file.is_open() && write_all(file.get(), text) && fsync(file.get()) == 0 &&
         file.close_now();
}

std::string directory_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

absl::StatusOr<std::optional<TextFile>> read_text_file(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  if (!file.is_open() && errno == ENOENT) return std::nullopt;
  struct stat info {};
  if (!file.is_open() || fstat(file.get(), &info) != 0) return failed("read", path, errno);
  if (!S_ISREG(info.st_mode)) return absl::InvalidArgumentError(path + " is no regular file");
  if (info.st_size > kMaxModelFile) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " has ", info.st_size, " bytes; at most ", kMaxModelFile));
  }
  TextFile read_file{path, {}};
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("read", path, errno);
    if (count == 0) return std::optional<TextFile>(std::move(read_file));
    read_file.text.append(buffer, static_cast<std::size_t>(count));
  }
}

absl::StatusOr<std::vector<TextFile>> read_model_files(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> paths;
  std::filesystem::directory_iterator entry(directory, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    if (path.extension() == ".textproto") paths.push_back(path.string());
  }
  if (error) return failed("read", directory, error.value());
  std::sort(paths.begin(), paths.end());
  std::vector<TextFile> files;
  for (const std::string& path : paths) {
    auto file = read_text_file(path);
    if (!file.ok()) return file.status();
    if (*file) files.push_back(**std::move(file));
  }
  return files;
}

absl::Status write_atomically(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  if (!write_and_flush(beside, text)) {
    const int error = errno;
    unlink(beside.c_str());
    return failed("write", beside, error);
  }
  if (rename(beside.c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(beside.c_str());
    return failed("replace", path, error);
  }
  const Descriptor directory(directory_of(path), O_RDONLY | O_DIRECTORY);
  if (!directory.is_open() || fsync(directory.get()) != 0) {
    return failed("flush", directory_of(path), errno);
  }
  return absl::OkStatus();
}

absl::Status make_directory(const std::string& directory) {
  if (mkdir(directory.c_str(), 0755) == 0) return absl::OkStatus();
  const int error = errno;
  if (error == EEXIST && std::filesystem::is_directory(directory)) return absl::OkStatus();
  return failed("make the directory", directory, error);
}

}  // namespace fitd::server
