#include "client-examples/cpp/completion.h"

namespace fitd::ctl {
namespace {

// The names in the catalogue, one a line; nothing where no server answers at once.
constexpr const char* kModels =
    "fitctl models --timeout 1s 2>/dev/null | awk 'NR > 1 { print $1 }'";

bool takes_model(const Specification& command) {
  return command.operands.starts_with("MODEL") || command.name == "model";
}

// Between single quotes of a shell, with `quote` for one of the text's own.
std::string quoted(const std::string& text, const std::string& quote) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? quote : std::string(1, c);
  return result + "'";
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : separator) + word;
  return result;
}

std::vector<std::string> names_of(std::span<const Specification> commands, bool with_model_only) {
  std::vector<std::string> names;
  for (const Specification& command : commands) {
    if (!with_model_only || takes_model(command)) names.push_back(command.name);
  }
  return names;
}

std::string for_bash(std::span<const Specification> commands) {
  const std::string names = joined(names_of(commands, false), " ");
  std::string script =
      "# bash: eval \"$(fitctl completion bash)\"\n"
      "_fitctl() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local command=${COMP_WORDS[1]} words=''\n"
      "  ((COMP_CWORD > 1)) || command=''\n"
      "  case $command in\n";
  for (const Specification& command : commands) {
    script += "    " + command.name + ") words='";
    for (const Option& option : command.options) script += "--" + option.name + " ";
    script.back() = '\'';
    script += " ;;\n";
  }
  return script + "    *) words='" + names +
         " --help --version --server' ;;\n"
         "  esac\n"
         "  if [[ $current != -* && $previous == \"$command\" ]]; then\n"
         "    case $command in\n"
         "      " +
         joined(names_of(commands, true), "|") + ") words=$(" + kModels +
         ") ;;\n"
         "    esac\n"
         "  elif [[ $current != -* && -n $command ]]; then\n"
         "    words=''\n"
         "  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -o default -F _fitctl fitctl\n";
}

// `name:help` for _describe, whose colons separate.
std::string described(const std::string& name, const std::string& help) {
  std::string text = name + ":";
  for (const char c : help) text += c == ':' ? "\\:" : std::string(1, c);
  return quoted(text, "'\\''");
}

std::string for_zsh(std::span<const Specification> commands) {
  std::string script =
      "#compdef fitctl\n# zsh: source <(fitctl completion zsh)\n_fitctl() {\n"
      "  local -a commands options models\n  commands=(";
  for (const Specification& command : commands) {
    script += "\n    " + described(command.name, command.summary);
  }
  script += ")\n  case $words[2] in\n";
  for (const Specification& command : commands) {
    script += "    " + command.name + ") options=(";
    for (const Option& option : command.options) {
      script += "\n      " + described("--" + option.name, option.help);
    }
    script += ") ;;\n";
  }
  return script +
         "  esac\n"
         "  if ((CURRENT == 2)); then\n    _describe command commands\n"
         "  elif [[ $words[CURRENT] == -* ]]; then\n    _describe option options\n"
         "  elif ((CURRENT == 3)) && [[ $words[2] == (" +
         joined(names_of(commands, true), "|") + ") ]]; then\n    models=(${(f)\"$(" + kModels +
         ")\"})\n    compadd -a models\n"
         "  else\n    _files\n  fi\n}\ncompdef _fitctl fitctl\n";
}

std::string for_fish(std::span<const Specification> commands) {
  const auto text = [](const std::string& help) { return quoted(help, "\\'"); };
  std::string script = "# fish: fitctl completion fish | source\n";
  for (const Specification& command : commands) {
    script += "complete -c fitctl -n __fish_use_subcommand -f -a " + command.name + " -d " +
              text(command.summary) + "\n";
    const std::string seen =
        "complete -c fitctl -n '__fish_seen_subcommand_from " + command.name + "' ";
    for (const Option& option : command.options) {
      script += seen + "-l " + option.name + (option.kind == Kind::kSwitch ? "" : " -r") + " -d " +
                text(option.help) + "\n";
    }
    if (takes_model(command))
      script += seen + "-a " + quoted("(" + std::string(kModels) + ")", "\\'") + "\n";
  }
  return script;
}

}  // namespace

Outcome<std::string> completion_script(const std::string& shell,
                                       std::span<const Specification> commands) {
  if (shell == "bash") return for_bash(commands);
  if (shell == "zsh") return for_zsh(commands);
  if (shell == "fish") return for_fish(commands);
  return usage_failure("completion is for bash, zsh or fish, not '" + shell + "'");
}

}  // namespace fitd::ctl
