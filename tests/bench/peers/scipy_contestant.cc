#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bench/peers/contestants.h"

namespace fitd::bench {
namespace {

// A folder that goes when this does.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = std::filesystem::temp_directory_path() / "fitd-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void append(const std::filesystem::path& file, std::span<const double> values) {
  std::ofstream(file, std::ios::binary | std::ios::app)
      .write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size_bytes()));
}

void write_workload(const BatchWorkload& workload, std::int64_t fits,
                    const std::filesystem::path& folder) {
  for (const auto& predictor : workload.predictors) append(folder / "x.bin", predictor);
  for (std::int64_t k = 0; k < fits; ++k) {
    append(folder / "y.bin", workload.y_of(k));
    append(folder / "start.bin", workload.start_of(k));
  }
}

Usage run_script(const std::string& python, const std::string& formula,
                 const std::filesystem::path& folder, std::int64_t fits) {
  const std::string command = "taskset -c 0 '" + python + "' '" FITD_SCIPY_PEER "' " + formula +
                              " '" + folder.string() + "' " + std::to_string(fits);
  if (std::system(command.c_str()) != 0) {
    std::fprintf(stderr, "bench: failed: %s\n", command.c_str());
    std::exit(EXIT_FAILURE);
  }
  Usage usage;
  std::ifstream(folder / "usage.txt") >> usage.cpu_seconds >> usage.wall_seconds >>
      usage.added_bytes;
  return usage;
}

void read_parameters(const std::filesystem::path& folder, std::span<double> parameters) {
  std::ifstream(folder / "parameters.bin", std::ios::binary)
      .read(reinterpret_cast<char*>(parameters.data()),
            static_cast<std::streamsize>(parameters.size_bytes()));
}

}  // namespace

Contestant scipy_contestant(const BatchWorkload& workload, const std::string& formula,
                            const std::string& python) {
  return {.name = "SciPy leastsq",
          .fit = [&workload, formula, python](std::int64_t fits, std::span<double> parameters) {
            const ScratchFolder scratch;
            write_workload(workload, fits, scratch.path());
            const Usage usage = run_script(python, formula, scratch.path(), fits);
            read_parameters(scratch.path(), parameters);
            return usage;
          }};
}

Contestant scipy_on_cases(const std::string& cases, std::size_t width, const std::string& python) {
  return {.name = "SciPy leastsq",
          .fit = [cases, width, python](std::int64_t fits, std::span<double> parameters) {
            const ScratchFolder scratch;
            std::ofstream(scratch.path() / "cases.json") << cases;
            std::ofstream(scratch.path() / "width.txt") << width;
            const Usage usage = run_script(python, "cases", scratch.path(), fits);
            read_parameters(scratch.path(), parameters);
            return usage;
          }};
}

}  // namespace fitd::bench
