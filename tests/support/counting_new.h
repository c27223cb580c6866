// Counts what a test binary allocates: link counting_new.cc, which replaces operator new.
#ifndef FITD_TESTS_SUPPORT_COUNTING_NEW_H_
#define FITD_TESTS_SUPPORT_COUNTING_NEW_H_

#include <cstdint>

namespace fitd::test {

// Calls of operator new so far, on any thread.
std::int64_t allocations();

// Bytes allocated and not yet freed, and the most there were since reset_peak_bytes().
std::int64_t bytes_held();
std::int64_t peak_bytes();
void reset_peak_bytes();

}  // namespace fitd::test

#endif  // FITD_TESTS_SUPPORT_COUNTING_NEW_H_
