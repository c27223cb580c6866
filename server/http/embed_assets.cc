// Writes the files of a folder as a C++ source that defines one function of assets.h:
//
//   embed_assets FUNCTION OUTPUT [FOLDER]
//
// Without a folder the function returns nothing.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct File {
  std::string path;
  std::string bytes;
};

std::string mime_of(const fs::path& path) {
  static const std::map<std::string, std::string> kMimes = {
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"}};
  const auto found = kMimes.find(path.extension().string());
  return found == kMimes.end() ? "application/octet-stream" : found->second;
}

// FNV-1a: what a browser compares to know whether a file has changed.
std::string etag_of(const std::string& bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  }
  char text[32];
  std::snprintf(text, sizeof text, "\\\"%016llx\\\"", static_cast<unsigned long long>(hash));
  return text;
}

std::vector<File> read_folder(const fs::path& folder) {
  std::vector<File> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({"/" + fs::relative(entry.path(), folder).generic_string(),
                     std::string(std::istreambuf_iterator<char>(in), {})});
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

// As a list of numbers: string literals have a largest length.
void write_bytes(const std::string& bytes, std::size_t k, std::ostream& out) {
  out << "constexpr unsigned char kBytes" << k << "[] = {";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 24 == 0) out << "\n";
    out << static_cast<int>(static_cast<unsigned char>(bytes[i])) << ",";
  }
  out << "0};\n";
}

void write(const std::string& function, const std::vector<File>& files, std::ostream& out) {
  out << "// Written by embed_assets.\n#include \"server/http/assets.h\"\n\n#include <array>\n\n"
      << "namespace fitd::server {\nnamespace {\n\n";
  for (std::size_t k = 0; k < files.size(); ++k) write_bytes(files[k].bytes, k, out);
  out << "\nconst std::array<Asset, " << files.size() << "> kAssets = {";
  for (std::size_t k = 0; k < files.size(); ++k) {
    out << (k == 0 ? "{" : ",") << "\n    Asset{\"" << files[k].path << "\", \""
        << mime_of(files[k].path) << "\", \"" << etag_of(files[k].bytes)
        << "\",\n          {reinterpret_cast<const char*>(kBytes" << k << "), "
        << files[k].bytes.size() << "}}";
  }
  out << (files.empty() ? "" : "}") << "};\n\n}  // namespace\n\nstd::span<const Asset> "
      << function << "() { return kAssets; }\n\n}  // namespace fitd::server\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr, "usage: embed_assets FUNCTION OUTPUT [FOLDER]\n");
    return EXIT_FAILURE;
  }
  try {
    const std::vector<File> files = argc == 4 ? read_folder(argv[3]) : std::vector<File>();
    std::ofstream out(argv[2], std::ios::binary);
    write(argv[1], files, out);
    return out.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "embed_assets: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
