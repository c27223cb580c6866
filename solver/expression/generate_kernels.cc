// Prints the compiled kernels as Highway code: generate_kernels > generated_kernels-inl.h. Run by
// CMake; kernels-inl.h says what a kernel offers.
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "solver/expression/differentiate.h"
#include "solver/expression/kernel_models.h"
#include "solver/expression/program.h"
#include "solver/models/catalogue.h"

namespace fitd::expression {
namespace {

std::string format(const char* pattern, double value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

// From gauss_2d to Gauss2d.
std::string type_name(const std::string& model) {
  std::string name;
  bool capital = true;
  for (const char c : model) {
    if (c != '_') {
      name += static_cast<char>(capital && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    capital = c == '_';
  }
  return name + "Kernel";
}

// How an operation is written: "@" its first operand, "#" its second, "%" its third.
const char* code(Operation operation) {
  switch (operation) {
    case Operation::kNegate:
      return "hn::Neg(@)";
    case Operation::kAdd:
      return "hn::Add(@, #)";
    case Operation::kSubtract:
      return "hn::Sub(@, #)";
    case Operation::kMultiply:
      return "hn::Mul(@, #)";
    case Operation::kDivide:
      return "hn::Div(@, #)";
    case Operation::kMultiplyAdd:
      return "hn::MulAdd(@, #, %)";
    case Operation::kMultiplySubtract:
      return "hn::MulSub(@, #, %)";
    case Operation::kSubtractProduct:
      return "hn::NegMulAdd(@, #, %)";
    case Operation::kAbs:
      return "hn::Abs(@)";
    case Operation::kSqrt:
      return "hn::Sqrt(@)";
    case Operation::kLess:
      return "simd::truth(d, hn::Lt(@, #))";
    case Operation::kLessEqual:
      return "simd::truth(d, hn::Le(@, #))";
    case Operation::kSelect:
      return "simd::select(d, @, #, %)";
    case Operation::kLogistic:
      return "simd::logistic_pair(d, @).value";
    case Operation::kLogisticSlope:
      return "simd::logistic_pair(d, @).slope";
    case Operation::kHill:
      return "simd::hill_partials(d, @, #).value";
    case Operation::kHillByBase:
      return "simd::hill_partials(d, @, #).by_a";
    case Operation::kHillByExponent:
      return "simd::hill_partials(d, @, #).by_b";
    case Operation::kPow:
      return "simd::pow_partials(d, @, #).value";
    case Operation::kPowByBase:
      return "simd::pow_partials(d, @, #).by_a";
    case Operation::kPowByExponent:
      return "simd::pow_partials(d, @, #).by_b";
    case Operation::kSin:
      return "simd::sin_cos(d, @).sin";
    case Operation::kCos:
      return "simd::sin_cos(d, @).cos";
    default:
      return nullptr;  // by its own name
  }
}

class Printer {
 public:
  Printer(const models::Model& model, const Program& program) : model_(model), program_(program) {}

  void print() {
    const std::string type = type_name(model_.info().name);
    std::printf("struct %s {\n", type.c_str());
    std::printf("  static constexpr const char* kModel = \"%s\";\n", model_.info().name.c_str());
    std::printf("  static constexpr std::size_t kPredictors = %d;\n", model_.num_predictors());
    std::printf("  static constexpr std::size_t kParameters = %d;\n", model_.num_parameters());
    std::printf("  static constexpr std::size_t kUniforms = %zu;\n", program_.inputs.size());
    const Node& last = program_.graph.node(program_.derivatives.back());
    const bool is_one = last.operation == Operation::kConstant && last.constant == 1;
    std::printf("  static constexpr bool kLastIsOne = %s;\n\n", is_one ? "true" : "false");
    print_uniforms();
    print_points(false);
    print_points(true);
    std::printf("};\n\n");
  }

 private:
  void begin(const char* signature) {
    shared_.clear();
    std::printf("  template <class D, class V = hn::Vec<D>>\n");
    std::printf("  static HWY_INLINE void %s {\n    (void)d;\n", signature);
  }

  void print_uniforms() {
    begin("uniforms([[maybe_unused]] D d, [[maybe_unused]] const V* p, [[maybe_unused]] V* u)");
    at_points_ = false;
    for (const NodeId step : program_.uniform) print_step(step);
    for (std::size_t k = 0; k < program_.inputs.size(); ++k) {
      std::printf("    u[%zu] = %s;\n", k, operand(program_.inputs[k]).c_str());
    }
    std::printf("  }\n\n");
  }

  void print_points(bool with_derivatives) {
    begin(with_derivatives ? "derivatives(D d, [[maybe_unused]] const V* x, "
                             "[[maybe_unused]] const V* u, V* f, V* df)"
                           : "value(D d, [[maybe_unused]] const V* x, "
                             "[[maybe_unused]] const V* u, V* f)");
    at_points_ = true;
    for (const NodeId step : program_.value_steps) print_step(step);
    std::printf("    *f = %s;\n", operand(program_.value).c_str());
    if (with_derivatives) {
      for (const NodeId step : program_.slope_steps) print_step(step);
      for (std::size_t j = 0; j < program_.derivatives.size(); ++j) {
        std::printf("    df[%zu] = %s;\n", j, operand(program_.derivatives[j]).c_str());
      }
    }
    std::printf("  }\n\n");
  }

  void print_step(NodeId step) {
    std::printf("    const V t%u = %s;\n", step.index, expression(step).c_str());
  }

  std::string operand(NodeId id) const {
    const Node& node = program_.graph.node(id);
    if (node.operation == Operation::kConstant) {
      return "hn::Set(d, " + format("%.17g", node.constant) + ")";
    }
    if (node.operation == Operation::kPredictor) return "x[" + std::to_string(node.index) + "]";
    if (at_points_) {
      for (std::size_t k = 0; k < program_.inputs.size(); ++k) {
        if (program_.inputs[k] == id) return "u[" + std::to_string(k) + "]";
      }
    }
    if (node.operation == Operation::kParameter) return "p[" + std::to_string(node.index) + "]";
    return "t" + std::to_string(id.index);
  }

  // The operation's code; of one that yields several results, the one wanted, computed once.
  std::string expression(NodeId id) {
    const Node& node = program_.graph.node(id);
    const char* pattern = code(node.operation);
    std::string text = pattern != nullptr
                           ? pattern
                           : "simd::" + std::string(name(node.operation)) +
                                 (arity(node.operation) == 1 ? "(d, @)" : "(d, @, #)");
    std::string result;
    for (const char c : text) {
      if (c == '@') {
        result += operand(node.operands[0]);
      } else if (c == '#') {
        result += operand(node.operands[1]);
      } else if (c == '%') {
        result += operand(node.operands[2]);
      } else {
        result += c;
      }
    }
    const std::size_t member = result.rfind(").");
    if (pattern == nullptr || member == std::string::npos) return result;
    const std::string call = result.substr(0, member + 1);
    std::size_t k = 0;
    while (k < shared_.size() && shared_[k] != call) ++k;
    if (k == shared_.size()) {
      shared_.push_back(call);
      std::printf("    const auto s%zu = %s;\n", k, call.c_str());
    }
    return "s" + std::to_string(k) + result.substr(member + 1);
  }

  const models::Model& model_;
  const Program& program_;
  bool at_points_ = false;
  std::vector<std::string> shared_;
};

void print_all() {
  const models::Catalogue catalogue;
  std::printf("// Written by generate_kernels.\n\n");
  for (const char* name : kKernelModels) {
    const models::Model& model = *catalogue.find(name);
    std::vector<int> all(static_cast<std::size_t>(model.num_parameters()));
    std::iota(all.begin(), all.end(), 0);
    const Program program = make_program(differentiate(*model.formula(), all));
    Printer(model, program).print();
  }
  std::printf("#undef FITD_FOR_EACH_KERNEL\n#define FITD_FOR_EACH_KERNEL(X)");
  for (const char* name : kKernelModels) std::printf(" X(%s)", type_name(name).c_str());
  std::printf("\n");
}

}  // namespace
}  // namespace fitd::expression

int main() { fitd::expression::print_all(); }
