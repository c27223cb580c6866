#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/config/settings.h"
#include "server/config/sources.h"

namespace fitd::server {
namespace {

constexpr std::streamsize kMaxFile = 1 << 20;

// `text` up to the # that begins a comment.
absl::string_view before_comment(absl::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    const bool begins_word = i == 0 || absl::ascii_isspace(static_cast<unsigned char>(text[i - 1]));
    if (text[i] == '#' && begins_word && !quoted) return text.substr(0, i);
  }
  return text;
}

// What is wrong with a value as it stands in the file; else it is without its quotes afterwards.
absl::string_view unquote(absl::string_view& value) {
  if (value.find('"') == absl::string_view::npos) return "";
  const bool whole = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  if (!whole) return "quotes enclose the whole value";
  value = value.substr(1, value.size() - 2);
  return value.find('"') == absl::string_view::npos ? "" : "a value in quotes holds no quotes";
}

class Parser {
 public:
  explicit Parser(absl::string_view path) : path_(path) {}

  void read_line(absl::string_view line) {
    origin_ = absl::StrCat(path_, ":", ++number_);
    line = absl::StripAsciiWhitespace(before_comment(line));
    if (line.empty()) return;
    const std::size_t equals = line.find('=');
    if (equals == absl::string_view::npos) return refuse("expected NAME = VALUE");
    assign(absl::StripAsciiWhitespace(line.substr(0, equals)),
           absl::StripAsciiWhitespace(line.substr(equals + 1)));
  }

  Source take() { return std::move(source_); }

 private:
  void refuse(absl::string_view what) {
    source_.problems.push_back(absl::StrCat(origin_, ": ", what));
  }

  void assign(absl::string_view name, absl::string_view value) {
    const Setting* setting = find_setting(name);
    if (setting == nullptr) {
      return refuse(absl::StrCat("there is no setting ", absl::CHexEscape(name.substr(0, 60)),
                                 suggestion(name)));
    }
    if (const absl::string_view wrong = unquote(value); !wrong.empty()) return refuse(wrong);
    if (const auto [seen, is_first] = lines_.emplace(setting, number_); !is_first) {
      return refuse(absl::StrCat(setting->name, " stands in line ", seen->second, " too"));
    }
    source_.assignments.push_back({setting, std::string(value), origin_});
  }

  const std::string path_;
  int number_ = 0;
  std::string origin_;
  std::map<const Setting*, int> lines_;
  Source source_;
};

}  // namespace

Source parse_config(absl::string_view text, absl::string_view path) {
  Parser parser(path);
  for (const absl::string_view line : absl::StrSplit(text, '\n')) parser.read_line(line);
  return parser.take();
}

absl::StatusOr<Source> read_config(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(kMaxFile) + 1, '\0');
  file.read(text.data(), kMaxFile + 1);
  if (file.bad() || (file.fail() && !file.eof())) {
    return absl::NotFoundError(absl::StrCat("cannot read ", path));
  }
  if (file.gcount() > kMaxFile) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is larger than 1 MiB"));
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return parse_config(text, path);
}

}  // namespace fitd::server
