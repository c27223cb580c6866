#include "server/help.h"

#include <algorithm>
#include <span>
#include <vector>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace fitd::server {

std::string help_text(absl::string_view usage, absl::string_view file) {
  std::vector<const absl::CommandLineFlag*> flags;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (absl::EndsWith(flag->Filename(), file)) flags.push_back(flag);
  }
  std::ranges::sort(flags, {}, &absl::CommandLineFlag::Name);
  std::string text = absl::StrCat(usage, "\n\n");
  for (const absl::CommandLineFlag* flag : flags) {
    absl::StrAppend(&text, "  --", flag->Name(), "=", flag->DefaultValue(), "\n      ",
                    flag->Help(), "\n");
  }
  return text;
}

bool asks_for_help(int argc, char** argv) {
  const std::span words(argv, static_cast<std::size_t>(argc));
  return std::ranges::any_of(
      words.subspan(std::min<std::size_t>(1, words.size())), [](const char* word) {
        return absl::string_view(word) == "--help" || absl::string_view(word) == "-h";
      });
}

}  // namespace fitd::server
