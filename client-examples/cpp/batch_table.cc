#include "client-examples/cpp/batch_table.h"

#include <algorithm>
#include <limits>

#include "client-examples/cpp/npy.h"
#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

constexpr std::size_t kMaxFaults = 10;

bool has_converged(v1::Termination termination) {
  return termination >= v1::TERMINATION_FTOL && termination <= v1::TERMINATION_GTOL;
}

void copy_row(const std::vector<double>& from, std::size_t row, std::size_t width,
              std::vector<double>& to, std::size_t to_row) {
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(row * width), width,
              to.begin() + static_cast<std::ptrdiff_t>(to_row * width));
}

template <class T>
void put(std::ostream& out, T value) {
  out.write(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

std::string short_name(v1::Termination termination) {
  constexpr std::string_view kPrefix = "TERMINATION_";
  const std::string name = v1::Termination_Name(termination);
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : std::to_string(termination);
}

BatchTable::BatchTable(std::int64_t count) {
  const auto rows = static_cast<std::size_t>(count);
  terminations_.resize(rows);
  nfev_.resize(rows);
  njev_.resize(rows);
  chi_square_.resize(rows);
}

void BatchTable::set_parameters(const v1::FitBatchAccepted& accepted) {
  names_.assign(accepted.parameter_names().begin(), accepted.parameter_names().end());
  parameters_.resize(terminations_.size() * names_.size());
  errors_.resize(parameters_.size());
}

void BatchTable::add(const v1::FitBatchResults& results) {
  const std::vector<double> parameters = to_numbers(results.parameters());
  const std::vector<double> errors = to_numbers(results.standard_errors());
  const std::vector<double> chi_square = to_numbers(results.chi_square());
  for (std::size_t k = 0; k < static_cast<std::size_t>(results.count()); ++k) {
    const auto row = static_cast<std::size_t>(results.first_index()) + k;
    if (row >= terminations_.size() || terminations_[row] != v1::TERMINATION_UNSPECIFIED) continue;
    const v1::Termination termination = results.terminations(static_cast<int>(k));
    terminations_[row] = termination;
    nfev_[row] = results.nfev(static_cast<int>(k));
    njev_[row] = results.njev(static_cast<int>(k));
    chi_square_[row] = chi_square[k];
    copy_row(parameters, k, names_.size(), parameters_, row);
    copy_row(errors, k, names_.size(), errors_, row);
    ++answered_;
    if (has_converged(termination)) {
      ++converged_;
    } else {
      ++failures_[termination];
    }
  }
  for (const auto& fault : results.faults()) {
    faults_[fault.index()] = fault.field() + " " + fault.description();
    if (faults_.size() > kMaxFaults) faults_.erase(std::prev(faults_.end()));
  }
}

std::vector<std::pair<std::int64_t, std::int64_t>> BatchTable::unanswered(std::int64_t most) const {
  std::vector<std::pair<std::int64_t, std::int64_t>> pieces;
  for (std::int64_t i = 0; i < count(); ++i) {
    if (terminations_[static_cast<std::size_t>(i)] != v1::TERMINATION_UNSPECIFIED) continue;
    const bool goes_on = !pieces.empty() && pieces.back().first + pieces.back().second == i &&
                         pieces.back().second < most;
    if (goes_on) {
      ++pieces.back().second;
    } else {
      pieces.emplace_back(i, 1);
    }
  }
  return pieces;
}

void BatchTable::write_csv(std::ostream& out) const {
  out << "index,termination,nfev,njev,chi_square";
  for (const std::string& name : names_) out << ',' << name;
  for (const std::string& name : names_) out << ',' << name << "_error";
  out << '\n';
  const std::size_t width = names_.size();
  for (std::size_t i = 0; i < terminations_.size(); ++i) {
    out << i << ',' << short_name(terminations_[i]) << ',' << nfev_[i] << ',' << njev_[i] << ','
        << round_trip(chi_square_[i]);
    for (const auto* packed : {&parameters_, &errors_}) {
      for (std::size_t j = 0; j < width; ++j) out << ',' << round_trip((*packed)[i * width + j]);
    }
    out << '\n';
  }
}

void BatchTable::write_npy(std::ostream& out) const {
  std::vector<std::pair<std::string, std::string>> fields = {{"index", "<i8"},
                                                             {"termination", "<i4"},
                                                             {"nfev", "<i8"},
                                                             {"njev", "<i8"},
                                                             {"chi_square", "<f8"}};
  for (const std::string& name : names_) fields.emplace_back(name, "<f8");
  for (const std::string& name : names_) fields.emplace_back(name + "_error", "<f8");
  write_npy_header(out, fields, count());
  const std::size_t width = names_.size();
  for (std::size_t i = 0; i < terminations_.size(); ++i) {
    put(out, static_cast<std::int64_t>(i));
    put(out, static_cast<std::int32_t>(terminations_[i]));
    put(out, nfev_[i]);
    put(out, njev_[i]);
    put(out, chi_square_[i]);
    for (std::size_t j = 0; j < width; ++j) put(out, parameters_[i * width + j]);
    for (std::size_t j = 0; j < width; ++j) put(out, errors_[i * width + j]);
  }
}

}  // namespace fitd::ctl
