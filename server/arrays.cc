#include "server/arrays.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "absl/strings/str_cat.h"

namespace fitd::server {
namespace {

static_assert(std::endian::native == std::endian::little, "the byte payloads are little-endian");

constexpr int kMaxRank = 32;
constexpr int kNamedElements = 3;

// The field name of the payload, and its bytes seen as elements.
struct Payload {
  absl::string_view name;
  absl::string_view bytes;
  std::size_t element_size;

  std::size_t count() const { return bytes.size() / element_size; }

  double at(std::size_t i) const {
    if (element_size == sizeof(float)) {
      float value;
      std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
      return static_cast<double>(value);
    }
    double value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    return value;
  }
};

Payload payload_of(const v1::Array& array) {
  switch (array.payload_case()) {
    case v1::Array::kF64Le:
      return {"f64_le", array.f64_le(), sizeof(double)};
    case v1::Array::kF32Le:
      return {"f32_le", array.f32_le(), sizeof(float)};
    case v1::Array::kValues:
    case v1::Array::PAYLOAD_NOT_SET:
      break;
  }
  const auto& values = array.values().values();
  return {"values",
          {reinterpret_cast<const char*>(values.data()),
           static_cast<std::size_t>(values.size()) * sizeof(double)},
          sizeof(double)};
}

bool obeys(double value, ElementRule rule) {
  if (!std::isfinite(value)) return false;
  return rule == ElementRule::kFinite || value > 0 || (rule == ElementRule::kCount && value == 0);
}

absl::string_view text_of(ElementRule rule) {
  switch (rule) {
    case ElementRule::kFinite:
      return "finite";
    case ElementRule::kFiniteAndPositive:
      return "finite and > 0";
    case ElementRule::kCount:
      break;
  }
  return "finite and >= 0, a count";
}

void validate_shape(const v1::Array& array, absl::string_view path, Violations& violations) {
  if (array.shape().empty()) return;
  if (array.shape_size() > kMaxRank) {
    violations.add(absl::StrCat(path, ".shape"),
                   absl::StrCat("has ", array.shape_size(), " dimensions; at most ", kMaxRank));
    return;
  }
  std::int64_t product = 1;
  bool overflow = false;
  for (int k = 0; k < array.shape_size(); ++k) {
    if (array.shape(k) < 0) {
      violations.add(absl::StrCat(path, ".shape[", k, "]"),
                     absl::StrCat("is ", array.shape(k), "; must be >= 0"));
      return;
    }
    overflow = overflow || __builtin_mul_overflow(product, array.shape(k), &product);
  }
  if (overflow || product != element_count(array)) {
    violations.add(
        absl::StrCat(path, ".shape"),
        absl::StrCat("has the product ", overflow ? "beyond 2^63" : absl::StrCat(product),
                     ", but there are ", element_count(array), " elements"));
  }
}

void validate_elements(const Payload& payload, absl::string_view path, ElementRule rule,
                       Violations& violations, const std::vector<bool>& counts) {
  const bool all_count = counts.size() != payload.count();
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < payload.count(); ++i) {
    const double value = payload.at(i);
    if (obeys(value, rule)) [[likely]]
      continue;
    if (!all_count && !counts[i]) continue;
    if (++wrong > kNamedElements) continue;
    violations.add(absl::StrCat(path, ".", payload.name, "[", i, "]"),
                   is_but_must(value, text_of(rule)));
  }
  if (wrong > kNamedElements) {
    violations.add(absl::StrCat(path, ".", payload.name),
                   absl::StrCat("has ", wrong - kNamedElements, " more such elements"));
  }
}

}  // namespace

std::int64_t element_count(const v1::Array& array) {
  return static_cast<std::int64_t>(payload_of(array).count());
}

namespace {

bool validate_payload(const v1::Array& array, absl::string_view path, Violations& violations) {
  if (array.payload_case() == v1::Array::PAYLOAD_NOT_SET) {
    violations.add(std::string(path), "has no payload; set values, f64_le or f32_le");
    return false;
  }
  const Payload payload = payload_of(array);
  if (payload.bytes.size() % payload.element_size == 0) return true;
  violations.add(absl::StrCat(path, ".", payload.name),
                 absl::StrCat("has ", payload.bytes.size(), " bytes; must be a multiple of ",
                              payload.element_size));
  return false;
}

}  // namespace

void validate_array(const v1::Array& array, absl::string_view path, ElementRule rule,
                    Violations& violations, const std::vector<bool>& counts) {
  if (!validate_payload(array, path, violations)) return;
  validate_shape(array, path, violations);
  validate_elements(payload_of(array), path, rule, violations, counts);
}

bool validate_form(const v1::Array& array, absl::string_view path, Violations& violations) {
  const std::size_t before = violations.count();
  if (validate_payload(array, path, violations)) validate_shape(array, path, violations);
  return violations.count() == before;
}

std::vector<double> to_vector(const v1::Array& array) {
  std::vector<double> elements(payload_of(array).count());
  read_elements(array, 0, elements);
  return elements;
}

double element(const v1::Array& array, std::int64_t i) {
  return payload_of(array).at(static_cast<std::size_t>(i));
}

void read_elements(const v1::Array& array, std::int64_t first, std::span<double> to) {
  const Payload payload = payload_of(array);
  const auto begin = static_cast<std::size_t>(first);
  if (to.empty()) return;
  if (payload.element_size == sizeof(double)) {
    std::memcpy(to.data(), payload.bytes.data() + begin * sizeof(double), to.size_bytes());
  } else {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = payload.at(begin + i);
  }
}

void read_floats(const v1::Array& array, std::int64_t first, std::span<float> to) {
  if (to.empty()) return;
  const std::string& bytes = array.f32_le();
  std::memcpy(to.data(), bytes.data() + static_cast<std::size_t>(first) * sizeof(float),
              to.size_bytes());
}

void release(v1::Array& array) { v1::Array().Swap(&array); }

Encoding encoding_like(const v1::Array& array) {
  return array.has_values() ? Encoding::kValues : Encoding::kBytes;
}

v1::Array to_array(std::span<const double> elements, std::initializer_list<std::int64_t> shape,
                   Encoding encoding) {
  v1::Array array;
  for (const std::int64_t extent : shape) array.add_shape(extent);
  if (encoding == Encoding::kBytes) {
    array.set_f64_le(reinterpret_cast<const char*>(elements.data()), elements.size_bytes());
  } else {
    array.mutable_values()->mutable_values()->Add(elements.begin(), elements.end());
  }
  return array;
}

}  // namespace fitd::server
