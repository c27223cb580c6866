#include "tests/bench/contest.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace fitd::bench {
namespace {

// One contestant's place in a contest.
struct Entry {
  const Contestant* contestant;
  std::int64_t fits = 0;
  std::unique_ptr<SharedDoubles> parameters;
  std::vector<double> seconds = {};
  std::int64_t added_bytes = 0;

  Entry(const Contest& contest, const Contestant& c, std::int64_t count)
      : contestant(&c),
        fits(count),
        parameters(
            std::make_unique<SharedDoubles>(static_cast<std::size_t>(count) * contest.width)) {}

  // Seconds for all fits.
  double sample() {
    const Usage usage = contestant->fit(fits, parameters->span());
    added_bytes = std::max(added_bytes, usage.added_bytes);
    return contestant->threads > 1 ? usage.wall_seconds : usage.cpu_seconds;
  }

  std::span<const double> fitted(std::int64_t k, std::size_t width) const {
    return parameters->span().subspan(static_cast<std::size_t>(k) * width, width);
  }
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// As many fits as fill a sample, from the time of a few.
std::int64_t fits_in_a_sample(const Contest& contest, const Contestant& contestant) {
  for (std::int64_t fits = std::min<std::int64_t>(contest.count, 20);;
       fits = std::min(contest.count, 8 * fits)) {
    const double seconds = Entry(contest, contestant, fits).sample();
    if (fits < contest.count && seconds < 0.1 * contest.sample_seconds) continue;
    const double wanted = contest.sample_seconds / seconds * static_cast<double>(fits);
    return wanted >= static_cast<double>(contest.count)
               ? contest.count
               : std::max(contest.fewest, static_cast<std::int64_t>(wanted));
  }
}

// How many of the data sets that both it and the first entry fitted are right.
struct Found {
  std::int64_t sets = 0;
  std::int64_t own = 0;
  std::int64_t of_first = 0;
};

bool is_right(const Contest& contest, const Entry& entry, std::int64_t k, double chi_square,
              double best) {
  if (contest.right) return contest.right(k, entry.fitted(k, contest.width), best);
  return chi_square <= best * (1 + 1e-6);
}

std::vector<Found> count_right(const Contest& contest, const std::vector<Entry>& entries) {
  std::vector<Found> found(entries.size());
  std::vector<double> chi_squares(entries.size());
  for (std::int64_t k = 0; k < entries[0].fits; ++k) {
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t e = 0; e < entries.size(); ++e) {
      if (k >= entries[e].fits) continue;
      chi_squares[e] = contest.chi_square(k, entries[e].fitted(k, contest.width));
      best = chi_squares[e] < best ? chi_squares[e] : best;
    }
    const bool first = is_right(contest, entries[0], k, chi_squares[0], best);
    for (std::size_t e = 0; e < entries.size(); ++e) {
      if (k >= entries[e].fits) continue;
      ++found[e].sets;
      found[e].own += is_right(contest, entries[e], k, chi_squares[e], best) ? 1 : 0;
      found[e].of_first += first ? 1 : 0;
    }
  }
  return found;
}

double part(std::int64_t number, std::int64_t of) {
  return static_cast<double>(number) / static_cast<double>(of);
}

}  // namespace

Contestant in_child(std::string name, std::function<void()> prepare,
                    std::function<void(std::int64_t, std::span<double>)> fit, int threads) {
  return {.name = std::move(name),
          .fit =
              [prepare = std::move(prepare), fit = std::move(fit), threads](
                  std::int64_t fits, std::span<double> parameters) {
                return run_in_child(threads, prepare, [&] { fit(fits, parameters); });
              },
          .threads = threads};
}

std::vector<TableRow> run(const Contest& contest) {
  std::vector<Entry> entries;
  for (const Contestant& contestant : contest.contestants) {
    entries.emplace_back(contest, contestant, fits_in_a_sample(contest, contestant));
  }
  for (int k = 0; k < contest.samples; ++k) {
    for (Entry& entry : entries) entry.seconds.push_back(entry.sample());
  }
  const std::vector<Found> found = count_right(contest, entries);
  std::vector<TableRow> rows;
  for (std::size_t e = 0; e < entries.size(); ++e) {
    const Entry& entry = entries[e];
    const double seconds = median(entry.seconds) / static_cast<double>(entry.fits);
    rows.push_back({.workload = contest.workload,
                    .solver = entry.contestant->name,
                    .fits = entry.fits,
                    .seconds_per_fit = seconds,
                    .right = part(found[e].own, found[e].sets),
                    .right_of_first = part(found[e].of_first, found[e].sets),
                    .ratio = rows.empty() ? 1 : rows.front().seconds_per_fit / seconds,
                    .added_bytes = entry.added_bytes,
                    .data_bytes = contest.data_bytes});
  }
  return rows;
}

}  // namespace fitd::bench
