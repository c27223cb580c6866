// Memory for vector instructions.
#ifndef FITD_SOLVER_CURVE_ALIGNED_DOUBLES_H_
#define FITD_SOLVER_CURVE_ALIGNED_DOUBLES_H_

#include <array>
#include <cstddef>
#include <vector>

namespace fitd::curve {

// `size` doubles from a cache line's boundary on, all 0 at first.
class AlignedDoubles {
 public:
  AlignedDoubles() = default;
  explicit AlignedDoubles(std::size_t size) : lines_((size + kPerLine - 1) / kPerLine) {}

  double* data() { return lines_.empty() ? nullptr : lines_.front().entries.data(); }

 private:
  static constexpr std::size_t kPerLine = 8;
  struct alignas(64) Line {
    std::array<double, kPerLine> entries{};
  };

  std::vector<Line> lines_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_ALIGNED_DOUBLES_H_
