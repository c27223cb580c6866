// Arrays on the wire: checked, read and written.
#ifndef FITD_SERVER_ARRAYS_H_
#define FITD_SERVER_ARRAYS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "fitd/v1/array.pb.h"
#include "server/violations.h"

namespace fitd::server {

// What every element of an array must be.
enum class ElementRule { kFinite, kFiniteAndPositive, kCount };  // kCount: finite and >= 0

// The number of elements in the payload (a byte payload's incomplete last element is not counted).
std::int64_t element_count(const v1::Array& array);

// Checks the payload, the shape and every element; `path` is the array's field path. At most three
// elements are named, the rest are counted. Elements for which `counts` says false are not looked
// at; empty, or of another length: all are.
void validate_array(const v1::Array& array, absl::string_view path, ElementRule rule,
                    Violations& violations, const std::vector<bool>& counts = {});

// The same but for the elements. Whether there is nothing to complain of.
bool validate_form(const v1::Array& array, absl::string_view path, Violations& violations);

// The elements of a valid array as doubles.
std::vector<double> to_vector(const v1::Array& array);

// Element i of a valid array.
double element(const v1::Array& array, std::int64_t i);

// Elements first .. first + to.size() - 1 of a valid array; floats of one that holds float32.
void read_elements(const v1::Array& array, std::int64_t first, std::span<double> to);
void read_floats(const v1::Array& array, std::int64_t first, std::span<float> to);
inline bool holds_floats(const v1::Array& array) { return array.has_f32_le(); }

// Frees the payload's memory; the array is then empty.
void release(v1::Array& array);

// How a result's arrays are written.
enum class Encoding { kValues, kBytes };

// The encoding to answer an array in: values for values, bytes for bytes.
Encoding encoding_like(const v1::Array& array);

// `elements` with `shape` (whose product is their number).
v1::Array to_array(std::span<const double> elements, std::initializer_list<std::int64_t> shape,
                   Encoding encoding);

}  // namespace fitd::server

#endif  // FITD_SERVER_ARRAYS_H_
