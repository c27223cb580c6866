// A measurement in a process of its own: what one solver allocates or leaves in a cache is not
// another's.
#ifndef FITD_TESTS_BENCH_CHILD_PROCESS_H_
#define FITD_TESTS_BENCH_CHILD_PROCESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace fitd::bench {

// What a child measured of itself while it worked.
struct Usage {
  double cpu_seconds = 0;  // of all its threads
  double wall_seconds = 0;
  // The most memory it had resident above what it began with.
  std::int64_t added_bytes = 0;
};

// Memory that children write and the parent reads; zero at first.
class SharedDoubles {
 public:
  explicit SharedDoubles(std::size_t size);
  ~SharedDoubles();
  SharedDoubles(const SharedDoubles&) = delete;
  SharedDoubles& operator=(const SharedDoubles&) = delete;

  std::span<double> span() const { return {data_, size_}; }

 private:
  double* data_;
  std::size_t size_;
};

// Runs `prepare`, then `work`, in a forked child that may use the first `cpus` processors; measures
// `work` alone. Ends this program where the child fails.
Usage run_in_child(int cpus, const std::function<void()>& prepare,
                   const std::function<void()>& work);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_CHILD_PROCESS_H_
