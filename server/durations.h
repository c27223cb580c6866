// google.protobuf.Duration and Timestamp against std::chrono.
#ifndef FITD_SERVER_DURATIONS_H_
#define FITD_SERVER_DURATIONS_H_

#include <chrono>

#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace fitd::server {

// Whether both parts are in the range of a Duration and of one sign.
bool is_valid(const google::protobuf::Duration& duration);

// Of a valid duration, saturated at about 292 years.
std::chrono::nanoseconds to_nanoseconds(const google::protobuf::Duration& duration);

google::protobuf::Duration to_duration(std::chrono::nanoseconds time);

google::protobuf::Timestamp to_timestamp(std::chrono::system_clock::time_point time);

}  // namespace fitd::server

#endif  // FITD_SERVER_DURATIONS_H_
