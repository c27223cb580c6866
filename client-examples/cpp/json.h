// Messages as JSON.
#ifndef FITD_CLIENT_EXAMPLES_CPP_JSON_H_
#define FITD_CLIENT_EXAMPLES_CPP_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace fitd::ctl {

// The canonical protobuf JSON of `message`, indented, ending with a newline; every Array in it, at
// any depth, as `values`, so that programs without a decoder for raw bytes can read it.
std::string to_json(const google::protobuf::Message& message);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_JSON_H_
