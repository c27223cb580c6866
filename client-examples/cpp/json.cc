#include "client-examples/cpp/json.h"

#include <memory>
#include <vector>

#include "client-examples/cpp/numbers.h"
#include "fitd/v1/array.pb.h"
#include "google/protobuf/util/json_util.h"

namespace fitd::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void make_arrays_readable(Message& message) {
  if (message.GetDescriptor() == v1::Array::descriptor()) {
    make_readable(static_cast<v1::Array&>(message));
    return;
  }
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      make_arrays_readable(*reflection->MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      make_arrays_readable(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

}  // namespace

std::string to_json(const Message& message) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  make_arrays_readable(*copy);
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(*copy, &json, options);
  return status.ok() ? json : "";
}

}  // namespace fitd::ctl
