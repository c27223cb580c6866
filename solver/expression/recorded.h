// A scalar that records: a formula run on it once leaves its graph behind.
#ifndef FITD_SOLVER_EXPRESSION_RECORDED_H_
#define FITD_SOLVER_EXPRESSION_RECORDED_H_

#include "solver/expression/graph.h"

namespace fitd::expression {

// A comparison of recorded numbers. It does not convert to bool: a formula that branches on data,
// and of which one run would show one branch, does not compile.
class RecordedCondition;

// A constant, or a node of the graph that a formula is being recorded in. What is made of constants
// alone is a constant.
class Recorded {
 public:
  Recorded() = default;
  Recorded(double value) : value_(value) {}  // NOLINT(google-explicit-constructor): a constant
  Recorded(Graph& graph, NodeId node) : graph_(&graph), node_(node) {}

  // The node in `graph`, where a constant gets one now.
  NodeId node_in(Graph& graph) const { return graph_ == nullptr ? graph.constant(value_) : node_; }

  friend Recorded record(Operation operation, const Recorded& a);
  friend Recorded record(Operation operation, const Recorded& a, const Recorded& b);
  friend Recorded record(Operation operation, const Recorded& a, const Recorded& b,
                         const Recorded& c);

 private:
  Graph* graph_ = nullptr;
  NodeId node_;
  double value_ = 0;
};

Recorded record(Operation operation, const Recorded& a);
Recorded record(Operation operation, const Recorded& a, const Recorded& b);
Recorded record(Operation operation, const Recorded& a, const Recorded& b, const Recorded& c);

class RecordedCondition {
 public:
  explicit RecordedCondition(const Recorded& truth) : truth_(truth) {}
  const Recorded& truth() const { return truth_; }

 private:
  Recorded truth_;
};

inline Recorded operator-(const Recorded& a) { return record(Operation::kNegate, a); }
inline Recorded operator+(const Recorded& a, const Recorded& b) {
  return record(Operation::kAdd, a, b);
}
inline Recorded operator-(const Recorded& a, const Recorded& b) {
  return record(Operation::kSubtract, a, b);
}
inline Recorded operator*(const Recorded& a, const Recorded& b) {
  return record(Operation::kMultiply, a, b);
}
inline Recorded operator/(const Recorded& a, const Recorded& b) {
  return record(Operation::kDivide, a, b);
}

inline RecordedCondition operator<(const Recorded& a, const Recorded& b) {
  return RecordedCondition(record(Operation::kLess, a, b));
}
inline RecordedCondition operator>(const Recorded& a, const Recorded& b) { return b < a; }
inline RecordedCondition operator<=(const Recorded& a, const Recorded& b) {
  return RecordedCondition(record(Operation::kLessEqual, a, b));
}
inline RecordedCondition operator>=(const Recorded& a, const Recorded& b) { return b <= a; }
inline Recorded select(const RecordedCondition& condition, const Recorded& a, const Recorded& b) {
  return record(Operation::kSelect, condition.truth(), a, b);
}

// The functions of solver/models/math.h.
#define FITD_RECORD_UNARY(function, operation) \
  inline Recorded function(const Recorded& a) { return record(Operation::operation, a); }
#define FITD_RECORD_BINARY(function, operation)                    \
  inline Recorded function(const Recorded& a, const Recorded& b) { \
    return record(Operation::operation, a, b);                     \
  }

FITD_RECORD_UNARY(abs, kAbs)
FITD_RECORD_UNARY(sqrt, kSqrt)
FITD_RECORD_UNARY(exp, kExp)
FITD_RECORD_UNARY(expm1, kExpm1)
FITD_RECORD_UNARY(log, kLog)
FITD_RECORD_UNARY(log1p, kLog1p)
FITD_RECORD_UNARY(log10, kLog10)
FITD_RECORD_BINARY(pow, kPow)
FITD_RECORD_UNARY(sin, kSin)
FITD_RECORD_UNARY(cos, kCos)
FITD_RECORD_UNARY(tan, kTan)
FITD_RECORD_UNARY(asin, kAsin)
FITD_RECORD_UNARY(acos, kAcos)
FITD_RECORD_UNARY(atan, kAtan)
FITD_RECORD_UNARY(sinh, kSinh)
FITD_RECORD_UNARY(cosh, kCosh)
FITD_RECORD_UNARY(tanh, kTanh)
FITD_RECORD_UNARY(asinh, kAsinh)
FITD_RECORD_UNARY(acosh, kAcosh)
FITD_RECORD_UNARY(atanh, kAtanh)
FITD_RECORD_UNARY(erf, kErf)
FITD_RECORD_UNARY(erfc, kErfc)
FITD_RECORD_UNARY(erfcx, kErfcx)
FITD_RECORD_UNARY(logistic, kLogistic)
FITD_RECORD_UNARY(softplus, kSoftplus)
FITD_RECORD_BINARY(hill, kHill)
FITD_RECORD_UNARY(bernoulli, kBernoulli)
FITD_RECORD_UNARY(langevin, kLangevin)
FITD_RECORD_BINARY(voigt_function, kVoigt)
FITD_RECORD_UNARY(gamma_half_ratio, kGammaHalfRatio)
FITD_RECORD_UNARY(gamma_median, kGammaMedian)
FITD_RECORD_BINARY(gamma_decay, kGammaDecay)
FITD_RECORD_UNARY(wright_omega, kWrightOmega)
FITD_RECORD_UNARY(jinc, kJinc)
FITD_RECORD_UNARY(debye_heat, kDebyeHeat)

#undef FITD_RECORD_UNARY
#undef FITD_RECORD_BINARY

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_RECORDED_H_
