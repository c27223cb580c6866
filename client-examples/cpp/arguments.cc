#include "client-examples/cpp/arguments.h"

#include <algorithm>

namespace fitd::ctl {
namespace {

const Option* find_option(const Specification& spec, const std::string& name) {
  const auto found = std::ranges::find(spec.options, name, &Option::name);
  return found == spec.options.end() ? nullptr : &*found;
}

Failure unknown_option(const Specification& spec, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const Option& option : spec.options) names.push_back("--" + option.name);
  const std::string meant = closest(name, names);
  return usage_failure("unknown option " + name +
                       (meant.empty() ? "" : " (did you mean " + meant + "?)"));
}

bool adds_up(Kind kind) {
  return kind == Kind::kNumbers || kind == Kind::kNames || kind == Kind::kAssignments ||
         kind == Kind::kRanges || kind == Kind::kPairs;
}

// What one element of a value should have been; empty where it is that.
std::string complaint(Kind kind, const std::string& element) {
  const auto assignment = parse_pair(element);
  switch (kind) {
    case Kind::kSwitch:
    case Kind::kText:
    case Kind::kOptionalFile:
      return "";
    case Kind::kNumber:
    case Kind::kNumbers:
      return parse_number(element) ? "" : "is not a number";
    case Kind::kInteger:
      return parse_integer(element) ? "" : "is not a whole number";
    case Kind::kDuration:
      return parse_duration(element) ? "" : "is not a duration such as 250ms, 5s or 2m";
    case Kind::kNames:
      return element.empty() ? "is an empty name" : "";
    case Kind::kAssignments:
      return assignment && parse_number(assignment->second) ? "" : "is not of the form name=number";
    case Kind::kRanges:
      return assignment && parse_range(assignment->second)
                 ? ""
                 : "is not of the form name=min:max, name=min: or name=:max";
    case Kind::kPairs:
      return assignment ? "" : "is not of the form key=value";
  }
  return "";
}

// The elements of an option's value, each fit for its kind.
Outcome<std::vector<std::string>> elements(const Option& option, const std::string& value) {
  const bool commas = adds_up(option.kind) && option.kind != Kind::kPairs;
  const std::vector<std::string> parts = commas ? split(value, ',') : std::vector{value};
  for (const std::string& part : parts) {
    const std::string wrong = complaint(option.kind, part);
    if (!wrong.empty()) return usage_failure("--" + option.name + ": '" + part + "' " + wrong);
  }
  return parts;
}

// An option as written: --name or --name=value.
struct Written {
  std::string name;
  std::optional<std::string> value;
};

Written as_written(const std::string& word) {
  const auto equals = word.find('=');
  if (equals == std::string::npos) return {word.substr(2), {}};
  return {word.substr(2, equals - 2), word.substr(equals + 1)};
}

// The letters that stand for an option.
std::string spelled_out(const std::string& word) {
  if (word == "-h") return "--help";
  return word == "-o" ? "--output" : word;
}

// Whether a word names a file of the option's kind: for a placeholder FILE.png, whether it ends so.
bool has_ending(const std::string& word, const Option& option) {
  const std::string ending = option.placeholder.substr(option.placeholder.find('.'));
  return word.size() > ending.size() && word.ends_with(ending);
}

bool is_operand(const std::string& word) { return word == "-" || !word.starts_with('-'); }

}  // namespace

std::optional<Failure> Arguments::take(const Option& option,
                                       const std::optional<std::string>& value) {
  const bool is_switch = option.kind == Kind::kSwitch;
  if (is_switch && value) return usage_failure("--" + option.name + " takes no value");
  if (!is_switch && !value) return usage_failure("--" + option.name + " needs a value");
  if (given(option.name) && !is_switch && !adds_up(option.kind)) {
    return usage_failure("--" + option.name + " is given twice");
  }
  auto parts = elements(option, value.value_or(""));
  if (!parts.ok()) return parts.failure();
  auto& held = values_[option.name];
  held.insert(held.end(), parts->begin(), parts->end());
  return {};
}

Outcome<Arguments> Arguments::parse(std::span<const std::string> words, const Specification& spec,
                                    bool stop_at_operand) {
  Arguments result;
  bool only_operands = false;
  std::size_t& i = result.consumed_;
  for (; i < words.size(); ++i) {
    if (!only_operands && words[i] == "--") {
      only_operands = true;
    } else if (only_operands || is_operand(words[i])) {
      if (stop_at_operand) break;
      result.operands_.push_back(words[i]);
    } else {
      const std::string word = spelled_out(words[i]);
      Written written = as_written(word);
      const Option* option = word.starts_with("--") ? find_option(spec, written.name) : nullptr;
      if (!option) return unknown_option(spec, words[i]);
      if (option->kind == Kind::kOptionalFile) {
        const bool file = i + 1 < words.size() && has_ending(words[i + 1], *option);
        if (!written.value) written.value = file ? words[++i] : "";
        if (const auto wrong = result.take(*option, written.value)) return *wrong;
        continue;
      }
      // `--start --fix c=1` lacks a value; `--at -1` does not.
      const bool follows = i + 1 < words.size() && !words[i + 1].starts_with("--");
      if (option->kind != Kind::kSwitch && !written.value && follows) written.value = words[++i];
      if (const auto wrong = result.take(*option, written.value)) return *wrong;
    }
  }
  return result;
}

std::optional<Failure> Arguments::wrong_count(const Specification& spec) const {
  if (operands_.size() >= spec.min_operands && operands_.size() <= spec.max_operands) return {};
  return usage_failure(operands_.size() < spec.min_operands
                           ? "too few arguments; expected " + spec.operands
                           : "unexpected argument '" + operands_[spec.max_operands] + "'");
}

std::optional<std::string> Arguments::text(const std::string& option) const {
  const auto found = values_.find(option);
  if (found == values_.end()) return {};
  return found->second.front();
}

std::optional<double> Arguments::number(const std::string& option) const {
  const auto value = text(option);
  return value ? parse_number(*value) : std::nullopt;
}

std::optional<std::int64_t> Arguments::integer(const std::string& option) const {
  const auto value = text(option);
  return value ? parse_integer(*value) : std::nullopt;
}

std::optional<std::chrono::nanoseconds> Arguments::duration(const std::string& option) const {
  const auto value = text(option);
  return value ? parse_duration(*value) : std::nullopt;
}

std::vector<std::string> Arguments::names(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::vector<double> Arguments::numbers(const std::string& option) const {
  std::vector<double> result;
  for (const std::string& element : names(option)) result.push_back(*parse_number(element));
  return result;
}

std::vector<std::pair<std::string, std::string>> Arguments::pairs(const std::string& option) const {
  std::vector<std::pair<std::string, std::string>> result;
  for (const std::string& element : names(option)) result.push_back(*parse_pair(element));
  return result;
}

std::vector<std::pair<std::string, double>> Arguments::assignments(
    const std::string& option) const {
  std::vector<std::pair<std::string, double>> result;
  for (const auto& [name, value] : pairs(option)) result.emplace_back(name, *parse_number(value));
  return result;
}

std::vector<std::pair<std::string, Range>> Arguments::ranges(const std::string& option) const {
  std::vector<std::pair<std::string, Range>> result;
  for (const auto& [name, value] : pairs(option)) result.emplace_back(name, *parse_range(value));
  return result;
}

}  // namespace fitd::ctl
