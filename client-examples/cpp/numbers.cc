#include "client-examples/cpp/numbers.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace fitd::ctl {
namespace {

static_assert(std::endian::native == std::endian::little, "bytes go out as they lie in memory");

std::string printed(const char* format, int precision, double number) {
  char text[64];
  std::snprintf(text, sizeof text, format, precision, number);
  return text;
}

// The elements of type T in `bytes`, widened.
template <class T>
std::vector<double> widened(const std::string& bytes) {
  std::vector<T> elements(bytes.size() / sizeof(T));
  if (!elements.empty()) std::memcpy(elements.data(), bytes.data(), elements.size() * sizeof(T));
  return {elements.begin(), elements.end()};
}

}  // namespace

std::string significant(double number, int digits) { return printed("%.*g", digits, number); }

std::string scientific(double number, int decimals) { return printed("%.*e", decimals, number); }

std::string round_trip(double number) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return {text, end};
}

std::string readable(const google::protobuf::Duration& duration) {
  const double seconds = static_cast<double>(duration.seconds()) + 1e-9 * duration.nanos();
  if (seconds < 1e-3) return significant(1e6 * seconds, 3) + " us";
  if (seconds < 1) return significant(1e3 * seconds, 3) + " ms";
  return printed("%.*f", 2, seconds) + " s";
}

v1::Array to_array(std::span<const double> numbers) {
  v1::Array array;
  array.set_f64_le(numbers.data(), numbers.size_bytes());
  return array;
}

std::vector<double> to_numbers(const v1::Array& array) {
  switch (array.payload_case()) {
    case v1::Array::kF64Le:
      return widened<double>(array.f64_le());
    case v1::Array::kF32Le:
      return widened<float>(array.f32_le());
    case v1::Array::kValues:
      return {array.values().values().begin(), array.values().values().end()};
    case v1::Array::PAYLOAD_NOT_SET:
      break;
  }
  return {};
}

void make_readable(v1::Array& array) {
  const std::vector<double> numbers = to_numbers(array);
  auto* values = array.mutable_values();  // clears the bytes
  values->mutable_values()->Assign(numbers.begin(), numbers.end());
}

}  // namespace fitd::ctl
