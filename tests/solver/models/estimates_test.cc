#include "solver/models/estimates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

using testing::ElementsAre;

struct Data {
  std::vector<double> x;
  std::vector<double> y;
};

// m points of f over [from, to], shuffled, with noise.
template <class Function>
Data sampled(const Function& f, double from, double to, int m, double noise = 0) {
  std::mt19937_64 random(11);
  Data data;
  for (int i = 0; i < m; ++i) data.x.push_back(from + (to - from) * i / (m - 1));
  std::shuffle(data.x.begin(), data.x.end(), random);
  for (const double x : data.x) data.y.push_back(f(x) + noise * uniform(random));
  return data;
}

TEST(SortedPoints, SortsMergesAndThins) {
  const Points points =
      sorted_points(std::vector<double>{3, 1, 3, 2}, std::vector<double>{5, 1, 7, 2});
  EXPECT_THAT(points.x, ElementsAre(1, 2, 3));
  EXPECT_THAT(points.y, ElementsAre(1, 2, 6));
  const Data data = sampled([](double x) { return x; }, 0, 1, 10000);
  const Points few = sorted_points(data.x, data.y, 100);
  EXPECT_EQ(few.size(), 100u);
  for (std::size_t i = 0; i < few.size(); ++i) EXPECT_NEAR(few.x[i], few.y[i], 1e-14);
}

TEST(SortedPoints, ScalesArePositive) {
  const Points one = sorted_points(std::vector<double>{0}, std::vector<double>{0});
  EXPECT_EQ(one.span(), 1);
  EXPECT_EQ(one.largest_x(), 1);
  EXPECT_EQ(one.largest_y(), 1);
  const Points wide =
      sorted_points(std::vector<double>{-1.7e308, 1.7e308}, std::vector<double>{0, 0});
  EXPECT_TRUE(std::isfinite(wide.span()));
}

TEST(Quantile, PicksTheNearestRank) {
  EXPECT_EQ(quantile({3, 1, 2}, 0), 1);
  EXPECT_EQ(quantile({3, 1, 2}, 0.5), 2);
  EXPECT_EQ(quantile({3, 1, 2}, 1), 3);
  EXPECT_EQ(quantile({4}, 0.3), 4);
}

TEST(EstimatePeak, PeaksAndDipsInNoise) {
  for (const double height : {3.0, -3.0}) {
    for (const double baseline : {0.0, 20.0, -20.0}) {
      const Data data =
          sampled([&](double x) { return baseline + height * std::exp(-0.5 * (x - 4) * (x - 4)); },
                  0, 12, 240, 0.15);
      const PeakEstimate peak = estimate_peak(data.x, data.y, Baseline::kFree);
      EXPECT_NEAR(peak.height, height, 0.4);
      EXPECT_NEAR(peak.center, 4, 0.2);
      EXPECT_NEAR(peak.fwhm, 2.35, 0.4);
      EXPECT_NEAR(peak.baseline, baseline, 0.2);
    }
  }
}

TEST(EstimatePeak, AtTheEdgeOfTheData) {
  const Data data = sampled([](double x) { return 5 * std::exp(-0.5 * x * x); }, 0, 6, 100);
  const PeakEstimate peak = estimate_peak(data.x, data.y);
  EXPECT_NEAR(peak.height, 5, 0.1);
  EXPECT_NEAR(peak.fwhm, 2.35, 0.1);
  EXPECT_NEAR(peak.center, 0, 0.1);
}

TEST(EstimatePeak, ANarrowPeakAmongAMillionPoints) {
  const Data data =
      sampled([](double x) { return std::exp(-0.5 * (x - 400) * (x - 400)); }, 0, 1000, 1000000);
  const PeakEstimate peak = estimate_peak(data.x, data.y);
  EXPECT_NEAR(peak.center, 400, 0.5);
  EXPECT_GT(peak.height, 0.05);
}

TEST(EstimateStep, RisesAndFalls) {
  for (const double height : {4.0, -4.0}) {
    const Data data = sampled([&](double x) { return 1 + height / (1 + std::exp(-(x - 6) / 0.7)); },
                              0, 10, 80, 0.1);
    const StepEstimate step = estimate_step(data.x, data.y);
    EXPECT_NEAR(step.left, 1, 0.15);
    EXPECT_NEAR(step.right, 1 + height, 0.15);
    EXPECT_NEAR(step.center, 6, 0.15);
    EXPECT_NEAR(step.width, 0.7, 0.15);
  }
}

TEST(EstimateLogStep, DoseResponseWithAZeroDose) {
  const Data data = sampled([](double x) { return 8 / (1 + std::pow(x / 3, -2)); }, 0, 20, 60);
  const LogStepEstimate step = estimate_log_step(data.x, data.y);
  EXPECT_NEAR(step.left, 0, 0.05);
  EXPECT_NEAR(step.right, 8, 0.1);
  EXPECT_NEAR(step.center, 3, 0.1);
  EXPECT_NEAR(step.slope, 2, 0.1);
}

TEST(EstimateExponential, DecayAndGrowthFarFromZero) {
  for (const double rate : {0.8, -0.8}) {
    const Data data =
        sampled([&](double x) { return 2 + 3 * std::exp(-rate * (x - 2000)); }, 2000, 2005, 50);
    const ExponentialEstimate e = estimate_exponential(data.x, data.y, Baseline::kFree);
    EXPECT_NEAR(e.rate, rate, 2e-3);
    EXPECT_NEAR(e.offset, 2, 2e-2);
  }
}

TEST(EstimatePower, OfEitherSign) {
  for (const double amplitude : {2.5, -2.5}) {
    const Data data = sampled([&](double x) { return amplitude * std::pow(x, 1.7); }, 0, 9, 30);
    const PowerEstimate power = estimate_power(data.x, data.y);
    EXPECT_NEAR(power.amplitude, amplitude, 1e-9);
    EXPECT_NEAR(power.exponent, 1.7, 1e-9);
  }
}

TEST(EstimateSine, SlowFastAndManyPoints) {
  for (const int m : {40, 3000}) {
    for (const double frequency : {0.9, 3.0, 9.0}) {
      const Data data =
          sampled([&](double x) { return 5 + 2 * std::sin(frequency * x + 0.7); }, 0, 10, m, 0.2);
      const SineEstimate sine = estimate_sine(data.x, data.y);
      EXPECT_NEAR(sine.frequency, frequency, 0.03) << m;
      EXPECT_NEAR(sine.amplitude, 2, 0.2);
      EXPECT_NEAR(sine.offset, 5, 0.2);
    }
  }
}

TEST(EstimateSine, ManyCyclesInManyPoints) {
  const Data data =
      sampled([](double x) { return 5 + 2 * std::sin(3 * x + 0.7); }, 0, 1000, 200000, 0.5);
  const SineEstimate sine = estimate_sine(data.x, data.y);
  EXPECT_NEAR(sine.frequency, 3, 1e-4);
  EXPECT_NEAR(sine.amplitude, 2, 0.2);
}

TEST(EstimateSurfacePeak, EllipticOnABaseline) {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> z;
  for (int i = 0; i < 21; ++i) {
    for (int k = 0; k < 21; ++k) {
      x.push_back(i * 0.5);
      y.push_back(k * 0.5);
      const double u = (x.back() - 4) / 1.0;
      const double v = (y.back() - 6) / 1.8;
      z.push_back(7 - 3 * std::exp(-0.5 * (u * u + v * v)));
    }
  }
  const SurfacePeakEstimate peak = estimate_surface_peak(x, y, z, Baseline::kFree);
  EXPECT_NEAR(peak.height, -3, 0.1);
  EXPECT_NEAR(peak.x0, 4, 0.1);
  EXPECT_NEAR(peak.y0, 6, 0.1);
  EXPECT_NEAR(peak.sigma_x, 1, 0.2);
  EXPECT_NEAR(peak.sigma_y, 1.8, 0.2);
  EXPECT_NEAR(peak.correlation, 0, 0.05);
  EXPECT_NEAR(peak.baseline, 7, 0.01);
}

}  // namespace
}  // namespace fitd::models
