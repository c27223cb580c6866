// A fit under a test's control, and a connection that only remembers.
#ifndef FITD_TESTS_SERVER_SUPPORT_FAKE_FIT_H_
#define FITD_TESTS_SERVER_SUPPORT_FAKE_FIT_H_

#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

#include "server/convert_fit.h"
#include "server/fit_session.h"
#include "solver/models/model.h"

namespace fitd::server {

// y = a exp(b x), which counts its evaluations and calls a hook in each.
class HookedModel final : public models::Model {
 public:
  HookedModel() : Model(make_info()) {}

  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    ++evaluations;
    if (hook) hook();
    for (std::size_t i = 0; i < f.size(); ++i) f[i] = p[0] * std::exp(p[1] * x[0][first + i]);
  }
  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override {
    for (std::size_t i = 0; i < f.size(); ++i) {
      const double e = std::exp(p[1] * x[0][first + i]);
      f[i] = p[0] * e;
      df[2 * i] = e;
      df[2 * i + 1] = p[0] * x[0][first + i] * e;
    }
  }
  bool can_guess() const override { return false; }
  std::vector<double> guess(models::Predictors, std::span<const double>) const override {
    return {};
  }

  mutable std::atomic<int> evaluations = 0;
  std::function<void()> hook;

 private:
  static models::ModelInfo make_info() {
    return {.name = "hooked",
            .description = "",
            .formula = "a*exp(b*x)",
            .parameters = {{"a", "", models::Role::kHeight}, {"b", "", models::Role::kRate}},
            .predictors = {{"x", ""}},
            .example = {}};
  }
};

// Remembers what is written; the test completes each write with FitSession::sent().
class FakeConnection final : public EventWriter {
 public:
  void write(const v1::FitEvent& event) override {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
  }
  void write_and_finish(const v1::FitEvent& event, const absl::Status& status) override {
    write(event);
    finish(status);
  }
  void finish(const absl::Status& status) override {
    {
      const std::lock_guard lock(mutex_);
      status_ = status;
    }
    ended_.release();
  }
  void cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }

  // Waits for the end of the call.
  absl::Status wait() {
    ended_.acquire();
    const std::lock_guard lock(mutex_);
    return *status_;
  }
  std::vector<v1::FitEvent> events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }
  bool cancelled() {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

 private:
  std::mutex mutex_;
  std::vector<v1::FitEvent> events_;
  std::optional<absl::Status> status_;
  bool cancelled_ = false;
  std::binary_semaphore ended_{0};
};

// A job for `model` on 20 points; its fit takes about ten evaluations.
inline std::unique_ptr<FitJob> hooked_job(const models::Model& model) {
  auto job = std::make_unique<FitJob>();
  job->predictors.emplace_back();
  for (int i = 0; i < 20; ++i) {
    const double x = 0.1 * i;
    job->predictors[0].push_back(x);
    job->y.push_back(2 * std::exp(-1.5 * x) + 0.01 * std::sin(9.0 * i));
  }
  job->fit.model = &model;
  job->fit.data.predictors.emplace_back(job->predictors[0]);
  job->fit.data.y = job->y;
  job->fit.start = {1, 0.5};
  job->fit.fixed = {false, false};
  job->fit.options.maxfev = 1000;
  job->fit.arithmetic = curve::Arithmetic::kReference;  // which asks for values() alone at trials
  job->start_given = {true, true};
  job->arrays = choose_arrays(nullptr, 20, 2);
  return job;
}

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_FAKE_FIT_H_
