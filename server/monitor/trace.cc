#include "server/monitor/trace.h"

#include <algorithm>

namespace fitd::server {
namespace {

std::size_t most_points(std::size_t num_parameters) {
  const std::size_t one = sizeof(Iterate) + num_parameters * sizeof(double);
  return std::clamp(Trace::kBytes / one, Trace::kLeastPoints, Trace::kMostPoints);
}

}  // namespace

Trace::Trace(std::size_t num_parameters)
    : num_parameters_(num_parameters), most_(most_points(num_parameters)) {}

void Trace::add(const Iterate& iterate, std::span<const double> parameters) {
  if (last_is_extra_) {
    iterates_.pop_back();
    parameters_.resize(parameters_.size() - num_parameters_);
  }
  if (iterates_.size() >= most_ - 1) thin();
  iterates_.push_back(iterate);
  parameters_.insert(parameters_.end(), parameters.begin(), parameters.end());
  last_is_extra_ = added_ % stride_ != 0;
  ++added_;
}

// Only points of the stride are here now.
void Trace::thin() {
  stride_ *= 2;
  std::size_t kept = 0;
  for (std::size_t k = 0; k < iterates_.size(); k += 2, ++kept) {
    iterates_[kept] = iterates_[k];
    std::copy_n(parameters_.begin() + static_cast<std::ptrdiff_t>(k * num_parameters_),
                num_parameters_,
                parameters_.begin() + static_cast<std::ptrdiff_t>(kept * num_parameters_));
  }
  iterates_.resize(kept);
  parameters_.resize(kept * num_parameters_);
}

std::size_t Trace::bytes() const {
  return iterates_.capacity() * sizeof(Iterate) + parameters_.capacity() * sizeof(double);
}

}  // namespace fitd::server
