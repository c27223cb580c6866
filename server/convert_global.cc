#include "server/convert_global.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "server/arrays.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"

namespace fitd::server {
namespace {

std::vector<double> take(v1::Array& array) {
  std::vector<double> elements = to_vector(array);
  release(array);
  return elements;
}

// Which of the untied parameters are free.
std::vector<bool> free_untied(const GlobalLayout& layout) {
  const std::vector<const v1::Parameter*> given = match(layout.entries, layout.untied_scope());
  std::vector<bool> free;
  for (std::size_t j = 0; j < given.size(); ++j) {
    free.push_back(is_free(given[j], layout.untied[j]));
  }
  return free;
}

int count_free(const std::vector<int>& places, const std::vector<bool>& free) {
  return static_cast<int>(std::ranges::count_if(
      places, [&](int place) { return free[static_cast<std::size_t>(place)]; }));
}

// The middle one, or the mean of the two.
double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return values[half];
  return values[half - 1] + (values[half] - values[half - 1]) / 2;
}

// For each untied parameter what the sets that have it estimate.
std::vector<std::vector<double>> estimates(const FitJob& job) {
  const GlobalLayout& layout = *job.global;
  std::vector<std::vector<double>> all(job.start_given.size());
  for (std::size_t i = 0; i < layout.sets.size(); ++i) {
    const SetLayout& set = layout.sets[i];
    const auto place_of = [&](int j) { return layout.ties ? layout.ties->untied_place(j) : j; };
    const bool wanted = std::ranges::any_of(set.parameters, [&](int j) {
      const int place = place_of(j);
      return place >= 0 && !job.start_given[static_cast<std::size_t>(place)];
    });
    if (!wanted || !set.named->can_guess()) continue;
    const SetData& data = job.sets[i];
    const std::vector<std::span<const double>> x(data.predictors.begin(), data.predictors.end());
    const std::vector<double> guess = set.named->guess(x, data.y);
    for (std::size_t k = 0; k < guess.size(); ++k) {
      const int place = place_of(set.parameters[k]);
      if (place >= 0) all[static_cast<std::size_t>(place)].push_back(guess[k]);
    }
  }
  return all;
}

}  // namespace

std::int64_t num_points(const v1::FitRequest& request) {
  std::int64_t m = 0;
  for (const auto& set : request.data_sets()) m += element_count(set.y());
  return m;
}

std::vector<int> free_of_sets(const GlobalLayout& layout) {
  const std::vector<bool> free = free_untied(layout);
  std::vector<int> counts;
  for (const SetLayout& set : layout.sets) counts.push_back(count_free(set.places, free));
  return counts;
}

int num_free(const GlobalLayout& layout) {
  const std::vector<bool> free = free_untied(layout);
  return static_cast<int>(std::count(free.begin(), free.end(), true));
}

std::int64_t working_memory(const v1::FitRequest& request, const GlobalLayout& layout,
                            int threads) {
  const std::vector<int> free = free_of_sets(layout);
  std::vector<curve::GlobalSetSize> sizes;
  for (int i = 0; i < request.data_sets_size(); ++i) {
    sizes.push_back({element_count(request.data_sets(i).y()), free[static_cast<std::size_t>(i)]});
  }
  return curve::working_memory(
      to_working_set(request, num_points(request), num_free(layout), threads), sizes);
}

void take_sets(v1::FitRequest& request, FitJob& job) {
  for (int i = 0; i < request.data_sets_size(); ++i) {
    v1::DataSet& from = *request.mutable_data_sets(i);
    const models::Model& model = *job.global->sets[static_cast<std::size_t>(i)].named;
    if (i == 0) job.encoding = encoding_like(from.y());
    SetData to;
    for (int k = 0; k < model.num_predictors(); ++k) {
      auto& predictors = *from.mutable_predictors();
      const auto& name = model.info().predictors[static_cast<std::size_t>(k)].name;
      to.predictors.push_back(take(predictors.contains(name) ? predictors[name] : predictors[""]));
    }
    to.y = take(*from.mutable_y());
    if (from.has_sigma()) to.sigma = take(*from.mutable_sigma());
    job.sets.push_back(std::move(to));
  }
  job.fit.absolute_sigma = request.absolute_sigma();
}

void fill_global_starts(FitJob& job) {
  const std::vector<std::vector<double>> all = estimates(job);
  for (std::size_t j = 0; j < all.size(); ++j) {
    if (job.start_given[j] || all[j].empty()) continue;
    job.fit.start[j] = lm::within(job.fit.bounds, j, median(all[j]));
  }
}

curve::GlobalFit to_global_fit(const FitJob& job) {
  curve::GlobalFit fit;
  fit.settings = job.fit;
  for (std::size_t i = 0; i < job.sets.size(); ++i) {
    const SetData& data = job.sets[i];
    const SetLayout& layout = job.global->sets[i];
    curve::GlobalSet set = {.model = layout.model.get(), .data = {}, .places = layout.places};
    set.data.predictors.assign(data.predictors.begin(), data.predictors.end());
    set.data.y = data.y;
    set.data.sigma = data.sigma;
    fit.sets.push_back(std::move(set));
  }
  return fit;
}

void set_data_sets(const FitJob& job, const std::vector<curve::SetOutcome>& sets,
                   v1::FitResult& result) {
  std::int64_t first = 0;
  for (std::size_t i = 0; i < job.sets.size(); ++i) {
    const SetLayout& layout = job.global->sets[i];
    v1::DataSetResult& set = *result.add_data_sets();
    set.set_name(layout.name);
    set.set_model(layout.named->info().name);
    set.set_first_point(first);
    set.set_num_points(std::ssize(job.sets[i].y));
    first += set.num_points();
    for (const int j : layout.parameters) {
      set.add_parameter_names(job.global->parameters[static_cast<std::size_t>(j)].name);
    }
    if (i >= sets.size()) continue;
    set.set_chi_square(sets[i].chi_square);
    if (sets[i].r_squared) set.set_r_squared(*sets[i].r_squared);
  }
}

}  // namespace fitd::server
