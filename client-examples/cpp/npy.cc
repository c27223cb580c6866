#include "client-examples/cpp/npy.h"

#include <bit>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>

#include "client-examples/cpp/csv.h"
#include "client-examples/cpp/values.h"

namespace fitd::ctl {
namespace {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::uint32_t kMaxHeader = 1 << 20;

// The text after `'key':` of the header's dictionary.
std::optional<std::string_view> after_key(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = quote + std::string(key) + quote;
    const auto found = header.find(quoted);
    if (found == std::string_view::npos) continue;
    const auto colon = header.find(':', found + quoted.size());
    if (colon == std::string_view::npos) return {};
    return trimmed(header.substr(colon + 1));
  }
  return {};
}

// "(3, 4)" or "(3,)" or "()".
std::optional<std::vector<std::int64_t>> parse_shape(std::string_view text) {
  const auto end = text.find(')');
  if (!text.starts_with('(') || end == std::string_view::npos) return {};
  std::vector<std::int64_t> shape;
  for (const std::string& part : split(text.substr(1, end - 1), ',')) {
    if (part.empty()) continue;
    const auto extent = parse_integer(part);
    if (!extent || *extent < 0) return {};
    shape.push_back(*extent);
  }
  return shape;
}

// The product; absent where it cannot be a file's.
std::optional<std::int64_t> count_of(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (__builtin_mul_overflow(count, extent, &count)) return {};
  }
  if (count > std::numeric_limits<std::int64_t>::max() / 8) return {};
  return count;
}

// The header's text, and in front of it nothing.
Outcome<std::string> read_header(std::istream& in, const std::string& source) {
  char start[8] = {};
  in.read(start, sizeof start);
  if (!in || std::string_view(start, kMagic.size()) != kMagic) {
    return usage_failure(source + ": not a NumPy array file");
  }
  const int version = static_cast<unsigned char>(start[6]);
  if (version < 1 || version > 3) {
    return usage_failure(source + ": NumPy's format " + std::to_string(version) +
                         ".0 is not known; 1.0 to 3.0 are");
  }
  std::uint32_t length = 0;
  in.read(reinterpret_cast<char*>(&length), version == 1 ? 2 : 4);
  if (!in || length > kMaxHeader) return usage_failure(source + ": its header is cut or too long");
  std::string header(length, '\0');
  in.read(header.data(), length);
  if (!in) return usage_failure(source + ": its header is cut");
  return header;
}

// Whether the numbers are float32; a failure where they are neither that nor float64.
Outcome<bool> is_single(std::string_view header, const std::string& source) {
  const auto descr = after_key(header, "descr");
  const auto order = after_key(header, "fortran_order");
  if (!descr || !order) return usage_failure(source + ": its header lacks descr or fortran_order");
  if (order->starts_with("True")) {
    return usage_failure(source +
                         ": in Fortran order; save it with np.save(..., np.ascontiguousarray(a))");
  }
  const std::string type(descr->substr(0, descr->find_first_of(",}")));
  if (type == "'<f8'" || type == "'<f4'") return type == "'<f4'";
  return usage_failure(source + ": its numbers are " + type +
                       "; convert them with a.astype('<f8') or '<f4'");
}

template <class T>
Outcome<std::vector<double>> read_values(std::istream& in, std::int64_t count,
                                         const std::string& source) {
  std::vector<double> values;
  std::vector<T> block;
  constexpr std::int64_t kBlock = 1 << 16;
  // Grows with what is there: a header may promise more than a machine has.
  for (std::int64_t left = count; left > 0; left -= std::ssize(block)) {
    block.resize(static_cast<std::size_t>(std::min(left, kBlock)));
    in.read(reinterpret_cast<char*>(block.data()),
            static_cast<std::streamsize>(block.size() * sizeof(T)));
    if (!in) {
      return usage_failure(source + ": it ends before the " + std::to_string(count) +
                           " numbers that its header promises");
    }
    values.insert(values.end(), block.begin(), block.end());
  }
  if (in.peek() != std::istream::traits_type::eof()) {
    return usage_failure(source + ": there is more in it than the " + std::to_string(count) +
                         " numbers that its header promises");
  }
  return values;
}

// The table's lines as rows.
NumberArray to_rows(const Table& table) {
  NumberArray array;
  array.source = table.source();
  array.shape = {static_cast<std::int64_t>(table.rows()), std::ssize(table.columns())};
  array.values.reserve(table.rows() * table.columns().size());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (const auto& column : table.columns()) array.values.push_back(column[i]);
  }
  return array;
}

}  // namespace

Outcome<NumberArray> read_npy(std::istream& in, const std::string& source) {
  const auto header = read_header(in, source);
  if (!header.ok()) return header.failure();
  const auto single = is_single(*header, source);
  if (!single.ok()) return single.failure();
  const auto text = after_key(*header, "shape");
  const auto shape = text ? parse_shape(*text) : std::nullopt;
  const auto count = shape ? count_of(*shape) : std::nullopt;
  if (!count) return usage_failure(source + ": its header has no usable shape");
  auto values =
      *single ? read_values<float>(in, *count, source) : read_values<double>(in, *count, source);
  if (!values.ok()) return values.failure();
  return NumberArray{source, *shape, *std::move(values), *single};
}

Outcome<NumberArray> read_array_file(const std::string& path) {
  if (!path.ends_with(".npy")) {
    const auto table = read_table_file(path);
    if (!table.ok()) return table.failure();
    return to_rows(*table);
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return usage_failure("cannot read " + path + ": " + std::strerror(errno));
  return read_npy(file, path);
}

Outcome<Table> read_data_file(const std::string& path) {
  if (!path.ends_with(".npy")) return read_table_file(path);
  const auto array = read_array_file(path);
  if (!array.ok()) return array.failure();
  const std::size_t dimensions = array->shape.size();
  if (dimensions < 1 || dimensions > 2 || array->values.empty()) {
    return usage_failure(path + ": its shape must be [rows, columns] and hold numbers");
  }
  const auto rows = static_cast<std::size_t>(array->shape[0]);
  const std::size_t columns = array->values.size() / rows;
  std::vector<std::vector<double>> values(columns, std::vector<double>(rows));
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) values[j][i] = array->values[i * columns + j];
  }
  return Table(path, {}, std::move(values));
}

void write_npy_header(std::ostream& out,
                      const std::vector<std::pair<std::string, std::string>>& fields,
                      std::int64_t rows) {
  std::string header = "{'descr': [";
  for (const auto& [name, type] : fields) header += "('" + name + "', '" + type + "'), ";
  header += "], 'fortran_order': False, 'shape': (" + std::to_string(rows) + ",), }";
  // Format 2.0; the data begin at a multiple of 64.
  const std::size_t before = kMagic.size() + 2 + 4;
  header.append((64 - (before + header.size() + 1) % 64) % 64, ' ');
  header += '\n';
  const auto length = static_cast<std::uint32_t>(header.size());
  out << kMagic << '\x02' << '\x00';
  out.write(reinterpret_cast<const char*>(&length), sizeof length);
  out << header;
}

}  // namespace fitd::ctl
