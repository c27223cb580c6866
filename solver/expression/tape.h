// A program as instructions for registers that hold a block of points each.
#ifndef FITD_SOLVER_EXPRESSION_TAPE_H_
#define FITD_SOLVER_EXPRESSION_TAPE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "solver/expression/program.h"

namespace fitd::expression {

// Where an instruction finds an operand: at scratch + place, or, for place < 0, in predictor
// -1 - place. Numbers that are the same at all points stand eightfold, one vector of any target,
// and have step mask 0, so that every vector of points meets them again; all others have all bits
// set.
struct Operand {
  std::ptrdiff_t place = 0;
  std::size_t mask = 0;
};

// Up to three results, of which those not wanted have no place. At scratch + place, or, for
// place < 0, in the output -1 - place: 0 the value, k + 1 the k-th derivative.
struct Instruction {
  static constexpr std::ptrdiff_t kNowhere = -(std::ptrdiff_t{1} << 40);

  // kConstant copies its operand. The first of kSin, kPow, kHill, kLogistic, kVoigt, kErfcx,
  // kBernoulli, kLangevin, kGammaHalfRatio, kGammaMedian, kGammaDecay, kJinc and kDebyeHeat also
  // yields the derivatives beside it (kSin: the cosine).
  Operation operation = Operation::kConstant;
  std::array<Operand, 3> operands = {};
  std::array<std::ptrdiff_t, 3> results = {kNowhere, kNowhere, kNowhere};
};

// Immutable. Scratch, in doubles: numbers eightfold, registers of rows() points, the same for
// outputs and predictors of a last, partial block, and the values of all uniform nodes.
class Tape {
 public:
  // `predictors`: how many the formula has.
  Tape(Program program, std::size_t predictors);

  std::size_t scratch_doubles() const { return scratch_doubles_; }
  // How many points it works on at once: as many as keep the registers in the nearest cache.
  std::size_t rows() const { return rows_; }
  std::size_t derivatives() const { return program_.derivatives.size(); }
  std::size_t predictors() const { return predictors_; }
  std::size_t outputs_place() const { return outputs_place_; }
  std::size_t predictors_place() const { return predictors_place_; }
  const std::vector<Instruction>& value_code() const { return value_code_; }
  const std::vector<Instruction>& derivative_code() const { return derivative_code_; }

  // Fills the part of scratch that depends on parameters alone.
  void begin(const double* p, double* scratch) const;

 private:
  Program program_;
  std::size_t predictors_;
  std::vector<NodeId> numbers_;  // inputs and constants, in the order they stand in scratch
  std::size_t rows_ = 0;
  std::size_t outputs_place_ = 0;
  std::size_t predictors_place_ = 0;
  std::size_t uniforms_place_ = 0;
  std::size_t scratch_doubles_ = 0;
  std::vector<Instruction> value_code_;
  std::vector<Instruction> derivative_code_;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_TAPE_H_
