#include "client-examples/cpp/help.h"

#include "client-examples/cpp/columns.h"

namespace fitd::ctl {
namespace {

constexpr const char* kExitCodes =
    "exit codes:\n"
    "    0  done; a fit converged (ier 1 to 4)\n"
    "    1  a fit ended without converging, or certified digits are missing\n"
    "    2  wrong arguments, or a file that cannot be read\n"
    "    3  the server refused the request or failed; every violation is printed\n"
    "    4  no server, no answer in time, not serving, or too busy\n"
    "  130  interrupted with Ctrl-C, which cancels the fit\n";

std::string options_text(std::span<const Option> options) {
  Columns columns({Align::kLeft, Align::kLeft});
  for (const Option& option : options) {
    const bool optional = option.kind == Kind::kOptionalFile;
    const std::string value = option.placeholder.empty() ? ""
                              : optional                 ? " [" + option.placeholder + "]"
                                                         : " " + option.placeholder;
    columns.add({"--" + option.name + value, option.help});
  }
  return columns.text(2);
}

}  // namespace

std::vector<Option> common_options() {
  return {
      {"server", Kind::kText, "HOST:PORT", "default FITD_SERVER, or 127.0.0.1:50051"},
      {"timeout", Kind::kDuration, "TIME",
       "the longest a call may take; default 30s, fits unlimited"},
      {"patience", Kind::kDuration, "TIME",
       "how long calls are tried again while the server is unavailable; default 2s"},
      {"help", Kind::kSwitch, "", "this text"},
  };
}

std::string overview(std::span<const Command> commands) {
  Columns columns({Align::kLeft, Align::kLeft});
  for (const Command& command : commands) {
    const Specification& specification = command.specification;
    columns.add({specification.name + " " + specification.operands, specification.summary});
  }
  return "usage: fitctl [options] COMMAND ...\n\nFits curves on a fitd server.\n\ncommands:\n" +
         columns.text(2) + "\noptions (fitctl COMMAND --help shows the command's own):\n" +
         options_text(common_options()) + "  --version\n\n" + kExitCodes;
}

std::string command_help(const Specification& specification) {
  const std::string notes = specification.notes.empty() ? "" : "\n" + specification.notes + "\n";
  return "usage: fitctl " + specification.name + " " + specification.operands +
         " [options]\n\nfitctl " + specification.name + ": " + specification.summary +
         "\n\noptions:\n" + options_text(specification.options) + notes;
}

}  // namespace fitd::ctl
