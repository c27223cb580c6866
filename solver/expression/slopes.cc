#include "solver/expression/slopes.h"

#include <cassert>
#include <numbers>

#include "solver/models/math.h"

namespace fitd::expression {
namespace {

using Op = Operation;

// d/da f(a) for a function of one operand, given f itself.
class UnarySlope {
 public:
  UnarySlope(Algebra& algebra, NodeId a, NodeId f) : algebra_(algebra), a_(a), f_(f) {}

  NodeId of(Op operation) {
    switch (operation) {
      case Op::kAbs:
        return select_negative(-1, 1);
      case Op::kSqrt:
        return algebra_.divide(number(0.5), f_);
      case Op::kExp:
        return f_;
      case Op::kExpm1:
        return call(Op::kExp, a_);
      case Op::kLog:
        return algebra_.divide(number(1), a_);
      case Op::kLog1p:
        return algebra_.divide(number(1), algebra_.add(number(1), a_));
      case Op::kLog10:
        return algebra_.divide(number(std::numbers::log10e), a_);
      default:
        return of_trigonometric(operation);
    }
  }

 private:
  NodeId number(double value) { return algebra_.constant(value); }
  NodeId call(Op operation, NodeId a) { return algebra_.apply(operation, a, a, a); }
  NodeId square(NodeId a) { return algebra_.multiply(a, a); }
  NodeId select_negative(double below, double above) {
    return algebra_.select(algebra_.apply(Op::kLess, a_, number(0), a_), number(below),
                           number(above));
  }
  NodeId inverse_root(NodeId a) { return algebra_.divide(number(1), call(Op::kSqrt, a)); }
  // (1 - a)(1 + a), without cancellation.
  NodeId one_minus_square() {
    return algebra_.multiply(algebra_.subtract(number(1), a_), algebra_.add(number(1), a_));
  }

  NodeId of_trigonometric(Op operation) {
    switch (operation) {
      case Op::kSin:
        return call(Op::kCos, a_);
      case Op::kCos:
        return algebra_.negate(call(Op::kSin, a_));
      case Op::kTan:
        return algebra_.add(number(1), square(f_));
      case Op::kAsin:
        return inverse_root(one_minus_square());
      case Op::kAcos:
        return algebra_.negate(inverse_root(one_minus_square()));
      case Op::kAtan:
        return algebra_.divide(number(1), algebra_.add(number(1), square(a_)));
      case Op::kSinh:
        return call(Op::kCosh, a_);
      case Op::kCosh:
        return call(Op::kSinh, a_);
      case Op::kTanh:
        return square(algebra_.divide(number(1), call(Op::kCosh, a_)));
      case Op::kAsinh:
        return inverse_root(algebra_.add(number(1), square(a_)));
      case Op::kAcosh:
        return inverse_root(
            algebra_.multiply(algebra_.subtract(a_, number(1)), algebra_.add(a_, number(1))));
      case Op::kAtanh:
        return algebra_.divide(number(1), one_minus_square());
      default:
        return of_special(operation);
    }
  }

  NodeId of_special(Op operation) {
    switch (operation) {
      case Op::kErf:
      case Op::kErfc: {
        const double factor = (operation == Op::kErf ? 2 : -2) / models::kSqrtPi;
        return algebra_.multiply(number(factor), call(Op::kExp, algebra_.negate(square(a_))));
      }
      case Op::kErfcx:
        return call(Op::kErfcxSlope, a_);
      case Op::kGamma:
        return algebra_.multiply(f_, call(Op::kDigamma, a_));
      case Op::kLogGamma:
        return call(Op::kDigamma, a_);
      case Op::kLogistic:
        return call(Op::kLogisticSlope, a_);
      case Op::kSoftplus:
        return call(Op::kLogistic, a_);
      case Op::kBernoulli:
        return call(Op::kBernoulliSlope, a_);
      case Op::kLangevin:
        return call(Op::kLangevinSlope, a_);
      case Op::kGammaHalfRatio:
        return call(Op::kGammaHalfRatioSlope, a_);
      case Op::kGammaMedian:
        return call(Op::kGammaMedianSlope, a_);
      case Op::kWrightOmega:
        return algebra_.divide(f_, algebra_.add(number(1), f_));
      case Op::kJinc:
        return call(Op::kJincSlope, a_);
      case Op::kDebyeHeat:
        return call(Op::kDebyeHeatSlope, a_);
      default:
        assert(false && "formulas hold no derivatives");
        return number(0);
    }
  }

  Algebra& algebra_;
  NodeId a_;
  NodeId f_;
};

}  // namespace

NodeId adjoint_of_operand(Algebra& algebra, NodeId node, std::size_t i, NodeId adjoint) {
  const Node n = algebra.node(node);
  const NodeId a = n.operands[0];
  const NodeId b = n.operands[1];
  const NodeId zero = algebra.constant(0);
  const auto by = [&, a = a, b = b](Op by_a, Op by_b) {
    return algebra.product(adjoint, algebra.apply(i == 0 ? by_a : by_b, a, b, b));
  };
  switch (n.operation) {
    case Op::kNegate:
      return algebra.negate(adjoint);
    case Op::kAdd:
      return adjoint;
    case Op::kSubtract:
      return i == 0 ? adjoint : algebra.negate(adjoint);
    case Op::kMultiply:
      return algebra.product(adjoint, i == 0 ? b : a);
    case Op::kDivide:
      return i == 0 ? algebra.quotient(adjoint, b)
                    : algebra.quotient(algebra.negate(algebra.product(adjoint, node)), b);
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kEqual:
    case Op::kNotEqual:
      return zero;
    case Op::kSelect:
      return i == 0   ? zero
             : i == 1 ? algebra.select(a, adjoint, zero)
                      : algebra.select(a, zero, adjoint);
    case Op::kMinimum:
    case Op::kMaximum: {
      const bool first = (n.operation == Op::kMinimum) == (i == 0);
      const NodeId condition = algebra.apply(Op::kLess, a, b, b);
      return first ? algebra.select(condition, adjoint, zero)
                   : algebra.select(condition, zero, adjoint);
    }
    case Op::kPow:
      return by(Op::kPowByBase, Op::kPowByExponent);
    case Op::kHill:
      return by(Op::kHillByBase, Op::kHillByExponent);
    case Op::kVoigt:
      return by(Op::kVoigtByA, Op::kVoigtByB);
    case Op::kGammaDecay:
      return by(Op::kGammaDecayByA, Op::kGammaDecayByB);
    default:
      return algebra.product(adjoint, UnarySlope(algebra, a, node).of(n.operation));
  }
}

}  // namespace fitd::expression
