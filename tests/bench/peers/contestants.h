// Who takes part in a contest on a workload: the peers, SciPy, fitd.
#ifndef FITD_TESTS_BENCH_PEERS_CONTESTANTS_H_
#define FITD_TESTS_BENCH_PEERS_CONTESTANTS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "solver/models/model.h"
#include "tests/bench/contest.h"
#include "tests/bench/peers/curve.h"
#include "tests/bench/workloads.h"

namespace fitd::bench {

using MakeCurve = std::function<std::unique_ptr<PeerCurve>()>;

// cminpack, then the others. The workload outlives what is returned, here and below.
std::vector<Contestant> peer_contestants(const BatchWorkload& workload, const MakeCurve& curve);

// SciPy's leastsq, run by `python`; `formula` is one of peers/scipy_peer.py.
Contestant scipy_contestant(const BatchWorkload& workload, const std::string& formula,
                            const std::string& python);

// The same on `cases`, a JSON array of fits that may differ in everything: formula (a text, ^ for
// powers), names of its predictors and parameters, x, y, start. Parameters are written `width`
// apart.
Contestant scipy_on_cases(const std::string& cases, std::size_t width, const std::string& python);

// fitd's batch on one thread, with the machine's best vector instructions, or with those named as
// lanes::choose_lane_target names them.
Contestant fitd_batch(const BatchWorkload& workload, const models::Model& model,
                      const std::string& target = "");

// fitd's fits one by one, each data set as a call of Fit would.
Contestant fitd_single(const BatchWorkload& workload, const models::Model& model, int threads);

// The contest between them.
Contest contest_on(const BatchWorkload& workload, const MakeCurve& curve);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_PEERS_CONTESTANTS_H_
