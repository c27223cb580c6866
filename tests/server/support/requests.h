// Valid requests to start from.
#ifndef FITD_TESTS_SERVER_SUPPORT_REQUESTS_H_
#define FITD_TESTS_SERVER_SUPPORT_REQUESTS_H_

#include <span>
#include <vector>

#include "fitd/v1/fit.pb.h"

namespace fitd::server {

enum class Payload { kValues, kF64, kF32 };

v1::Array array_of(std::span<const double> elements, Payload payload = Payload::kValues);

// m equidistant numbers over [from, to].
std::vector<double> grid(double from, double to, int m);

// 12 points of exponential(amplitude = 3, decay = 2) with a little noise: starts, sigma and x
// given.
v1::FitRequest exponential_request(Payload payload = Payload::kValues);

// A gaussian over m points without starts or sigma.
v1::FitRequest gaussian_request(int m);

// NIST's MGH09 from its far start, the 11 points repeated to m: over a hundred iterations, which
// with a million points take many seconds in the reference arithmetic that it asks for.
v1::FitRequest long_request(int m);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_REQUESTS_H_
