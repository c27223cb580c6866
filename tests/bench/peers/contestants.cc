#include "tests/bench/peers/contestants.h"

#include <algorithm>

#include "tests/bench/peers/peer.h"

namespace fitd::bench {

std::vector<Contestant> peer_contestants(const BatchWorkload& workload, const MakeCurve& curve) {
  std::vector<Contestant> contestants;
  for (const NamedPeer& peer : peers()) {
    contestants.push_back(in_child(
        peer.name, [] {},
        [&workload, curve, make = peer.make](std::int64_t fits, std::span<double> parameters) {
          const std::unique_ptr<Peer> solver = make();
          const std::unique_ptr<PeerCurve> c = curve();
          const std::size_t width = workload.width();
          for (std::int64_t k = 0; k < fits; ++k) {
            const auto p = parameters.subspan(static_cast<std::size_t>(k) * width, width);
            std::ranges::copy(workload.start_of(k), p.begin());
            c->set_y(workload.y_of(k));
            solver->fit(*c, {}, p);
          }
        }));
  }
  return contestants;
}

Contest contest_on(const BatchWorkload& workload, const MakeCurve& curve) {
  const std::shared_ptr<PeerCurve> judge = curve();
  const std::size_t columns = workload.predictors.size();
  const std::size_t doubles =
      workload.y.size() + columns * static_cast<std::size_t>(workload.m) + workload.start.size();
  return {.workload = workload.name,
          .count = workload.count,
          .width = workload.width(),
          .data_bytes = static_cast<std::int64_t>(doubles * sizeof(double)),
          .contestants = peer_contestants(workload, curve),
          .chi_square = [&workload, judge, r = std::vector<double>()](
                            std::int64_t k, std::span<const double> p) mutable {
            judge->set_y(workload.y_of(k));
            return chi_square(*judge, p, r);
          }};
}

}  // namespace fitd::bench
