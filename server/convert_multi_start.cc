#include "server/convert_multi_start.h"

#include <algorithm>
#include <cstddef>

namespace fitd::server {
namespace {

// Of the rest there is no end where most starts fail each in its own way.
constexpr std::size_t kMostMinima = 100;

}  // namespace

curve::MultiStart to_multi_start(const v1::MultiStart& message) {
  curve::MultiStart multi_start;
  if (message.has_starts()) multi_start.starts = message.starts();
  if (message.has_spread()) multi_start.spread = message.spread();
  multi_start.seed = static_cast<std::uint64_t>(message.seed());
  return multi_start;
}

void set_minima(std::span<const curve::Minimum> minima, v1::FitResult& result) {
  for (const curve::Minimum& minimum : minima.first(std::min(minima.size(), kMostMinima))) {
    v1::Minimum& entry = *result.add_minima();
    entry.mutable_x()->Add(minimum.x.begin(), minimum.x.end());
    entry.set_chi_square(minimum.chi_square);
    entry.set_termination(static_cast<v1::Termination>(minimum.termination));
    entry.set_starts(minimum.starts);
  }
}

}  // namespace fitd::server
