#include "server/config/command_line.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/config/settings.h"

namespace fitd::server {
namespace {

class Reader {
 public:
  explicit Reader(std::span<const char* const> words) : words_(words) {}

  CommandLine read() {
    while (!words_.empty()) read_word(take_word());
    return std::move(line_);
  }

 private:
  absl::string_view take_word() {
    const char* word = words_.front();
    words_ = words_.subspan(1);
    return word;
  }

  void read_word(absl::string_view word) {
    absl::string_view flag = word;
    if (!absl::ConsumePrefix(&flag, "-") || flag.empty() || flag == "-") {
      return refuse(absl::StrCat("what is ", word, "? fitd takes flags only"));
    }
    absl::ConsumePrefix(&flag, "-");
    const std::size_t equals = flag.find('=');
    std::optional<absl::string_view> value;
    if (equals != absl::string_view::npos) value = flag.substr(equals + 1);
    const absl::string_view shown = flag.substr(0, equals);
    const std::string name = absl::StrReplaceAll(shown, {{"-", "_"}});
    if (!read_action(name, value)) read_setting(name, value, shown);
  }

  // Whether it is one of the flags that are no settings and need no value.
  bool read_action(absl::string_view name, std::optional<absl::string_view> value) {
    if ((name == "help" || name == "h") && !value) {
      line_.action = Action::kShowHelp;
    } else if (name == "help" && value == "markdown") {
      line_.action = Action::kShowReference;
    } else if (name == "version" && !value) {
      line_.action = Action::kShowVersion;
    } else if (name == "check_config" && !value) {
      if (line_.action == Action::kServe) line_.action = Action::kCheckConfig;
    } else {
      return false;
    }
    return true;
  }

  void read_setting(absl::string_view name, std::optional<absl::string_view> value,
                    absl::string_view shown) {
    const Setting* setting = find_setting(name);
    if (setting == nullptr && name != "config") {
      return refuse(absl::StrCat("there is no flag --", shown, suggestion(name, "--")));
    }
    if (!value) {
      if (words_.empty()) return refuse(absl::StrCat("--", shown, " needs a value"));
      value = take_word();
    }
    if (setting == nullptr) {
      line_.config = std::string(*value);
    } else {
      line_.flags.assignments.push_back(
          {setting, std::string(*value), absl::StrCat("--", setting->name)});
    }
  }

  void refuse(std::string what) { line_.flags.problems.push_back(std::move(what)); }

  std::span<const char* const> words_;
  CommandLine line_;
};

}  // namespace

CommandLine read_command_line(std::span<const char* const> words) { return Reader(words).read(); }

}  // namespace fitd::server
