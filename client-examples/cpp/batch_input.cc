#include "client-examples/cpp/batch_input.h"

#include <algorithm>
#include <span>

#include "client-examples/cpp/fit_request.h"
#include "client-examples/cpp/loss_options.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/values.h"

namespace fitd::ctl {
namespace {

constexpr std::int64_t kChunkBytes = 1 << 20;
constexpr std::int64_t kMaxChunk = 1'000'000;  // what a server takes by default

std::span<const double> rows_of(const NumberArray& array, std::int64_t first, std::int64_t number,
                                std::int64_t length) {
  return std::span(array.values)
      .subspan(static_cast<std::size_t>(first * length), static_cast<std::size_t>(number * length));
}

v1::Array to_floats(std::span<const double> numbers) {
  const std::vector<float> floats(numbers.begin(), numbers.end());
  v1::Array array;
  array.set_f32_le(floats.data(), floats.size() * sizeof(float));
  return array;
}

Failure wrong_size(const NumberArray& array, const BatchInput& input) {
  return usage_failure(array.source + " has " + std::to_string(array.values.size()) +
                       " numbers; needed are " + std::to_string(input.points) +
                       " that all data sets share, or " + std::to_string(input.count) +
                       " rows of " + std::to_string(input.points));
}

// Whether the numbers are all data sets' or each one's own; a failure where neither.
Outcome<bool> is_shared(const NumberArray& array, const BatchInput& input) {
  const std::int64_t size = std::ssize(array.values);
  if (size == input.points) return true;
  if (size == input.count * input.points) return false;
  return wrong_size(array, input);
}

std::optional<Failure> add_predictor(const std::string& name, NumberArray array,
                                     BatchInput& input) {
  const auto shared = is_shared(array, input);
  if (!shared.ok()) return shared.failure();
  if (*shared) {
    (*input.header.mutable_predictors())[name] = to_array(array.values);
  } else {
    input.header.add_chunk_predictors(name);
    input.predictors.emplace_back(name, std::move(array));
  }
  return {};
}

// 0, 1, 2...; or of images the columns' numbers, and the rows'.
std::optional<Failure> add_default_predictors(const v1::Model& model, BatchInput& input) {
  const bool images = input.y.shape.size() == 3;
  const int k = model.predictors_size();
  if (k > 2 || (k == 2 && !images)) {
    return usage_failure(model.name() + " has " + std::to_string(k) +
                         " predictors: give their files with --x" +
                         (k == 2 ? ", or images of shape [K, rows, columns]" : ""));
  }
  const std::int64_t columns = k == 2 ? input.y.shape[2] : input.points;
  std::vector<double> column;
  std::vector<double> row;
  for (std::int64_t i = 0; i < input.points; ++i) {
    column.push_back(static_cast<double>(i % columns));
    const std::int64_t line = i / columns;
    row.push_back(static_cast<double>(line));
  }
  auto& predictors = *input.header.mutable_predictors();
  predictors[model.predictors(0).name()] = to_array(column);
  if (k == 2) predictors[model.predictors(1).name()] = to_array(row);
  return {};
}

std::optional<Failure> add_predictors(const Arguments& arguments, const v1::Model& model,
                                      BatchInput& input) {
  const std::vector<std::string> files = arguments.names("x");
  if (files.empty()) return add_default_predictors(model, input);
  if (std::ssize(files) != model.predictors_size()) {
    return usage_failure(model.name() + " has " + std::to_string(model.predictors_size()) +
                         " predictors, --x names " + std::to_string(files.size()));
  }
  for (int k = 0; k < model.predictors_size(); ++k) {
    const auto named = parse_pair(files[static_cast<std::size_t>(k)]);
    const std::string name = named ? named->first : model.predictors(k).name();
    auto array = read_array_file(named ? named->second : files[static_cast<std::size_t>(k)]);
    if (!array.ok()) return array.failure();
    if (auto wrong = add_predictor(name, *std::move(array), input)) return wrong;
  }
  return {};
}

std::optional<Failure> add_sigma(const Arguments& arguments, BatchInput& input) {
  input.header.set_absolute_sigma(arguments.given("absolute-sigma"));
  const auto file = arguments.text("sigma");
  if (!file) return {};
  auto array = read_array_file(*file);
  if (!array.ok()) return array.failure();
  const auto shared = is_shared(*array, input);
  if (!shared.ok()) return shared.failure();
  if (*shared) {
    *input.header.mutable_sigma() = to_array(array->values);
  } else {
    input.sigma = *std::move(array);
  }
  return {};
}

std::optional<Failure> add_starts(const Arguments& arguments, const v1::Model& model,
                                  BatchInput& input) {
  auto parameters = parameters_of(arguments);
  if (!parameters.ok()) return parameters.failure();
  for (auto& parameter : *parameters) *input.header.add_parameters() = std::move(parameter);
  const auto file = arguments.text("starts");
  if (!file) return {};
  auto array = read_array_file(*file);
  if (!array.ok()) return array.failure();
  const std::int64_t width = model.parameters_size();
  if (std::ssize(array->values) != input.count * width) {
    return usage_failure(array->source + " has " + std::to_string(array->values.size()) +
                         " numbers; needed are " + std::to_string(input.count) + " rows of " +
                         std::to_string(width) + ", a start for every parameter of " +
                         model.name());
  }
  input.starts = *std::move(array);
  return {};
}

// K and m.
std::optional<Failure> measure(BatchInput& input) {
  const auto& shape = input.y.shape;
  if (shape.empty() || input.y.values.empty()) {
    return usage_failure(input.y.source + ": no data sets in it");
  }
  input.count = shape.size() == 1 ? 1 : shape[0];
  input.points = std::ssize(input.y.values) / input.count;
  return {};
}

}  // namespace

std::vector<Option> batch_options() {
  std::vector<Option> options = {
      {"x", Kind::kNames, "FILE,...",
       "the predictors' files, in the model's order or as NAME=FILE"},
      {"sigma", Kind::kText, "FILE", "standard deviations"},
      {"absolute-sigma", Kind::kSwitch, "", "sigma is in y's units: do not rescale the errors"},
      {"starts", Kind::kText, "FILE", "a row of starts for each data set, of all parameters"},
  };
  for (const auto& more : {loss_options(), parameter_options(), solver_options()}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  options.push_back({"float32", Kind::kSwitch, "", "send the data as float32: half the bytes"});
  return options;
}

v1::FitBatchChunk BatchInput::chunk(std::int64_t first, std::int64_t number) const {
  v1::FitBatchChunk chunk;
  chunk.set_first_index(first);
  const auto data = rows_of(y, first, number, points);
  *chunk.mutable_y() = single ? to_floats(data) : to_array(data);
  for (const auto& [name, array] : predictors) {
    (*chunk.mutable_predictors())[name] = to_array(rows_of(array, first, number, points));
  }
  if (sigma) *chunk.mutable_sigma() = to_array(rows_of(*sigma, first, number, points));
  if (starts) {
    const std::int64_t width = std::ssize(starts->values) / count;
    *chunk.mutable_starts() = to_array(rows_of(*starts, first, number, width));
  }
  return chunk;
}

std::int64_t BatchInput::good_chunk() const {
  const std::int64_t numbers = points * (1 + std::ssize(predictors) + (sigma ? 1 : 0)) +
                               (starts ? std::ssize(starts->values) / count : 0);
  return std::clamp<std::int64_t>(kChunkBytes / (8 * numbers), 1, kMaxChunk);
}

std::vector<std::string> named_predictors(const Arguments& arguments) {
  std::vector<std::string> found;
  for (const std::string& file : arguments.names("x")) {
    if (auto named = parse_pair(file)) found.push_back(std::move(named->first));
  }
  return found;
}

Outcome<BatchInput> make_batch_input(const Arguments& arguments, const v1::Model& model,
                                     NumberArray data) {
  BatchInput input;
  input.y = std::move(data);
  input.single = input.y.single || arguments.given("float32");
  if (const auto wrong = measure(input)) return *wrong;
  input.header.set_model(model.name());
  input.header.set_num_points(input.points);
  if (const auto wrong = add_predictors(arguments, model, input)) return *wrong;
  if (const auto wrong = add_sigma(arguments, input)) return *wrong;
  if (const auto wrong = add_starts(arguments, model, input)) return *wrong;
  auto loss = loss_of(arguments);
  if (!loss.ok()) return loss.failure();
  if (*loss) *input.header.mutable_loss() = **std::move(loss);
  auto options = options_of(arguments);
  if (!options.ok()) return options.failure();
  *input.header.mutable_options() = *std::move(options);
  for (const auto& [key, text] : arguments.pairs("label")) {
    (*input.header.mutable_labels())[key] = text;
  }
  return input;
}

}  // namespace fitd::ctl
