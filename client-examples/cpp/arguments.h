// The command line: what a command accepts, and what it was given.
#ifndef FITD_CLIENT_EXAMPLES_CPP_ARGUMENTS_H_
#define FITD_CLIENT_EXAMPLES_CPP_ARGUMENTS_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "client-examples/cpp/outcome.h"
#include "client-examples/cpp/values.h"

namespace fitd::ctl {

// What an option's value is. The list kinds may be given more than once and add up.
enum class Kind {
  kSwitch,        // no value
  kText,          // anything
  kOptionalFile,  // none, or a file: the next word where it has the placeholder's ending, or
                  // --name=FILE
  kNumber,        // 1e-8
  kInteger,       // 500
  kDuration,      // 250ms, 5s, 2m
  kNumbers,       // list: 1,2,3
  kNames,         // list: a,b
  kAssignments,   // list: a=1,b=2.5
  kRanges,        // list: a=0:10,b=:5
  kPairs,         // list of one: key=text
};

struct Option {
  std::string name;  // without the dashes
  Kind kind;
  std::string placeholder;  // of the value, in the help
  std::string help;
};

// A command and what it accepts.
struct Specification {
  std::string name;
  std::string operands;  // as in the usage line, for example "MODEL DATA.csv"
  std::size_t min_operands;
  std::size_t max_operands;
  std::string summary;
  std::string notes;  // shown in the help after the options
  std::vector<Option> options;
};

// Arguments that fit a specification: the getters cannot fail.
class Arguments {
 public:
  // Options as `--name value` or `--name=value`, anywhere; after `--` all are operands, `-` always
  // is one. A value may begin with a dash (`--at -1`). With `stop_at_operand` reading ends before
  // the first operand: consumed() says where.
  static Outcome<Arguments> parse(std::span<const std::string> words, const Specification& spec,
                                  bool stop_at_operand = false);

  // What is wrong with the number of operands, if anything.
  std::optional<Failure> wrong_count(const Specification& spec) const;

  const std::vector<std::string>& operands() const { return operands_; }
  std::size_t consumed() const { return consumed_; }

  bool given(const std::string& option) const { return values_.contains(option); }
  std::optional<std::string> text(const std::string& option) const;
  std::optional<double> number(const std::string& option) const;
  std::optional<std::int64_t> integer(const std::string& option) const;
  std::optional<std::chrono::nanoseconds> duration(const std::string& option) const;
  std::vector<double> numbers(const std::string& option) const;
  std::vector<std::string> names(const std::string& option) const;
  std::vector<std::pair<std::string, double>> assignments(const std::string& option) const;
  std::vector<std::pair<std::string, Range>> ranges(const std::string& option) const;
  std::vector<std::pair<std::string, std::string>> pairs(const std::string& option) const;

 private:
  // Takes in an option and its value; what is wrong with them, if anything.
  std::optional<Failure> take(const Option& option, const std::optional<std::string>& value);

  std::vector<std::string> operands_;
  std::map<std::string, std::vector<std::string>> values_;  // list kinds: one entry per element
  std::size_t consumed_ = 0;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_ARGUMENTS_H_
