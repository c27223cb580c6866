#include "server/monitor/convert_monitor.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/stubs/common.h"
#include "google/protobuf/wire_format_lite.h"
#include "server/durations.h"

namespace fitd::server {
namespace {

// Results that take more, as of a fit of very many parameters, are kept without their matrices.
constexpr std::size_t kMostResultBytes = 512 << 10;

constexpr std::size_t kGridPoints = 400;

bool is_utf8(absl::string_view text) {
  return google::protobuf::internal::IsStructurallyValidUTF8(text.data(),
                                                             static_cast<int>(text.size()));
}

// Takes an array out of a message while it lives.
template <class Owner>
class Aside {
 public:
  Aside(Owner& owner, v1::Array* (Owner::*release)(), void (Owner::*put_back)(v1::Array*))
      : owner_(owner), put_back_(put_back), array_((owner.*release)()) {}
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  ~Aside() {
    if (array_ != nullptr) (owner_.*put_back_)(array_.release());
  }

 private:
  Owner& owner_;
  void (Owner::*put_back_)(v1::Array*);
  std::unique_ptr<v1::Array> array_;
};

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

void write_pieces(int field, const std::vector<Bytes>& pieces, CodedOutputStream& out) {
  for (const Bytes& piece : pieces) {
    out.WriteTag(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
    out.WriteVarint32(static_cast<std::uint32_t>(piece->size()));
    out.WriteString(*piece);
  }
}

}  // namespace

std::string cut(absl::string_view text, std::size_t bytes) {
  std::string escaped;
  if (!is_utf8(text)) {
    escaped = absl::CHexEscape(text.substr(0, bytes));
    text = escaped;
  }
  if (text.size() <= bytes) return std::string(text);
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

Iterate to_iterate(const v1::Progress& progress) {
  Iterate iterate = {.iteration = progress.iteration(),
                     .nfev = progress.nfev(),
                     .njev = progress.njev(),
                     .residual_norm = progress.residual_norm(),
                     .gradient_cosine = progress.gradient_cosine(),
                     .lambda = progress.lambda(),
                     .radius = progress.radius(),
                     .gain_ratio = std::nullopt,
                     .elapsed = to_nanoseconds(progress.elapsed())};
  if (progress.has_gain_ratio()) iterate.gain_ratio = progress.gain_ratio();
  return iterate;
}

v1::Progress to_progress(const Iterate& iterate, std::span<const double> parameters) {
  v1::Progress progress;
  progress.set_iteration(iterate.iteration);
  progress.set_nfev(iterate.nfev);
  progress.set_njev(iterate.njev);
  progress.set_residual_norm(iterate.residual_norm);
  progress.set_gradient_cosine(iterate.gradient_cosine);
  progress.set_lambda(iterate.lambda);
  progress.set_radius(iterate.radius);
  if (iterate.gain_ratio) progress.set_gain_ratio(*iterate.gain_ratio);
  progress.mutable_parameters()->Add(parameters.begin(), parameters.end());
  *progress.mutable_elapsed() = to_duration(iterate.elapsed);
  return progress;
}

std::string without_arrays(v1::FitResult& result) {
  using Result = v1::FitResult;
  const Aside best_fit(result, &Result::release_best_fit, &Result::set_allocated_best_fit);
  const Aside r(result, &Result::release_r, &Result::set_allocated_r);
  const Aside cov_x(result, &Result::release_cov_x, &Result::set_allocated_cov_x);
  v1::Infodict& infodict = *result.mutable_infodict();
  const Aside fvec(infodict, &v1::Infodict::release_fvec, &v1::Infodict::set_allocated_fvec);
  const Aside fjac(infodict, &v1::Infodict::release_fjac, &v1::Infodict::set_allocated_fjac);
  if (result.ByteSizeLong() <= kMostResultBytes) return result.SerializeAsString();
  return small_result(result).SerializeAsString();
}

v1::FitResult small_result(const v1::FitResult& result) {
  v1::FitResult small;
  small.set_termination(result.termination());
  if (result.has_ier()) small.set_ier(result.ier());
  small.set_mesg(result.mesg());
  small.mutable_infodict()->set_nfev(result.infodict().nfev());
  small.mutable_infodict()->set_njev(result.infodict().njev());
  const int parameters = std::min(result.parameters_size(), kWatchedParameters);
  for (int j = 0; j < parameters; ++j) *small.add_parameters() = result.parameters(j);
  if (result.has_statistics()) *small.mutable_statistics() = result.statistics();
  if (result.has_timing()) *small.mutable_timing() = result.timing();
  *small.mutable_provenance() = result.provenance();
  small.mutable_provenance()->set_model(cut(result.provenance().model(), kWatchedModelBytes));
  if (result.has_non_finite()) *small.mutable_non_finite() = result.non_finite();
  return small;
}

v1::FitTrace to_trace(const Trace& trace) {
  v1::FitTrace message;
  for (std::size_t k = 0; k < trace.size(); ++k) {
    *message.add_points() = to_progress(trace.iterate(k), trace.parameters(k));
  }
  return message;
}

v1::FitData to_data(const ThinnedData& data, const models::Model& model) {
  v1::FitData message;
  message.set_num_points(data.num_points);
  for (std::size_t k = 0; k < data.predictors.size(); ++k) {
    auto& column = *message.add_predictors();
    column.set_name(model.info().predictors[k].name);
    column.mutable_values()->Add(data.predictors[k].begin(), data.predictors[k].end());
  }
  message.mutable_y()->Add(data.y.begin(), data.y.end());
  message.mutable_sigma()->Add(data.sigma.begin(), data.sigma.end());
  message.mutable_indices()->Add(data.indices.begin(), data.indices.end());
  return message;
}

v1::FitCurve to_curve(const ThinnedData& data, const models::Model& model,
                      std::span<const double> parameters) {
  v1::FitCurve curve;
  const std::vector<std::span<const double>> at(data.predictors.begin(), data.predictors.end());
  std::vector<double> values(data.y.size());
  model.values(at, 0, parameters, values);
  curve.mutable_values()->Add(values.begin(), values.end());
  if (data.predictors.size() != 1) return curve;
  const double from = data.predictors[0].front();
  const double to = data.predictors[0].back();
  std::vector<double> grid;
  for (std::size_t k = 0; k < kGridPoints; ++k) {
    const double part = static_cast<double>(k) / static_cast<double>(kGridPoints - 1);
    grid.push_back(from * (1 - part) + to * part);
  }
  values.resize(grid.size());
  const std::array<std::span<const double>, 1> on_grid = {grid};
  model.values(on_grid, 0, parameters, values);
  curve.mutable_grid_x()->Add(grid.begin(), grid.end());
  curve.mutable_grid_y()->Add(values.begin(), values.end());
  return curve;
}

std::string to_event(const FrameParts& parts) {
  v1::ServerEvent event;
  event.set_resume_token(parts.resume_token);
  *event.mutable_time() = to_timestamp(std::chrono::system_clock::now());
  event.set_reset(parts.reset);
  event.set_caught_up(parts.caught_up);
  std::string bytes = event.SerializeAsString();
  // Its other fields are messages that are serialised already.
  google::protobuf::io::StringOutputStream stream(&bytes);
  CodedOutputStream out(&stream);
  write_pieces(v1::ServerEvent::kFitsFieldNumber, parts.fits, out);
  write_pieces(v1::ServerEvent::kProgressFieldNumber, parts.progress, out);
  write_pieces(v1::ServerEvent::kBatchesFieldNumber, parts.batches, out);
  if (parts.load != nullptr) {
    write_pieces(v1::ServerEvent::kLoadFieldNumber, {parts.load}, out);
  }
  out.Trim();
  return bytes;
}

}  // namespace fitd::server
