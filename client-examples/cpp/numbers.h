// Numbers as a person reads them, and arrays as the wire carries them.
#ifndef FITD_CLIENT_EXAMPLES_CPP_NUMBERS_H_
#define FITD_CLIENT_EXAMPLES_CPP_NUMBERS_H_

#include <span>
#include <string>
#include <vector>

#include "fitd/v1/array.pb.h"
#include "google/protobuf/duration.pb.h"

namespace fitd::ctl {

// `number` with so many significant digits, without trailing zeros.
std::string significant(double number, int digits);

// `number` in exponent form with so many digits after the point.
std::string scientific(double number, int decimals);

// The shortest text that reads back as the same double.
std::string round_trip(double number);

// 412 us, 3.1 ms, 2.45 s.
std::string readable(const google::protobuf::Duration& duration);

// One dimension, raw little-endian bytes.
v1::Array to_array(std::span<const double> numbers);

// The elements of an array in any of its encodings.
std::vector<double> to_numbers(const v1::Array& array);

// Replaces bytes by `values`, so that the array's JSON is numbers.
void make_readable(v1::Array& array);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_NUMBERS_H_
