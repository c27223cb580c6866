#include "server/arrays.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace fitd::server {
namespace {

v1::Array values(const std::vector<double>& elements) {
  return to_array(elements, {}, Encoding::kValues);
}

TEST(ArraysTest, EveryEncodingGivesTheElementsBack) {
  const std::vector<double> elements = {0.5, -2, 1e300, 0};
  EXPECT_EQ(to_vector(values(elements)), elements);
  EXPECT_EQ(to_vector(to_array(elements, {2, 2}, Encoding::kBytes)), elements);
  v1::Array narrow;
  const float floats[] = {0.5f, -2.0f};
  narrow.set_f32_le(reinterpret_cast<const char*>(floats), sizeof floats);
  EXPECT_EQ(to_vector(narrow), (std::vector<double>{0.5, -2}));
  EXPECT_TRUE(to_vector(v1::Array()).empty());
}

TEST(ArraysTest, ShapesAndEncodingsAreWritten) {
  const v1::Array bytes = to_array(std::vector<double>{1, 2, 3, 4, 5, 6}, {2, 3}, Encoding::kBytes);
  EXPECT_EQ(bytes.shape_size(), 2);
  EXPECT_EQ(bytes.shape(1), 3);
  EXPECT_EQ(encoding_like(bytes), Encoding::kBytes);
  EXPECT_EQ(encoding_like(values({1})), Encoding::kValues);
}

TEST(ArraysTest, ReleaseFreesThePayload) {
  v1::Array array = values({1, 2, 3});
  release(array);
  EXPECT_EQ(array.ByteSizeLong(), 0u);
}

TEST(ArraysTest, AtMostThreeElementsAreNamed) {
  std::vector<double> elements(100, 1.0);
  for (const std::size_t i : {5u, 6u, 50u, 70u, 99u}) {
    elements[i] = std::numeric_limits<double>::quiet_NaN();
  }
  Violations violations;
  validate_array(values(elements), "y", ElementRule::kFinite, violations);
  ASSERT_EQ(violations.count(), 4u);
  EXPECT_EQ(violations.kept()[2].field, "y.values[50]");
  EXPECT_EQ(violations.kept()[3].description, "has 2 more such elements");
}

TEST(ArraysTest, PositiveMeansPositive) {
  Violations violations;
  validate_array(values({1, 5e-324, 0, -1}), "sigma", ElementRule::kFiniteAndPositive, violations);
  ASSERT_EQ(violations.count(), 2u);
  EXPECT_EQ(violations.kept()[0].field, "sigma.values[2]");
  EXPECT_EQ(violations.kept()[0].description, "is 0; must be finite and > 0");
}

TEST(ArraysTest, AGoodShapeIsNoViolation) {
  Violations violations;
  validate_array(to_array(std::vector<double>(6, 1.0), {3, 1, 2}, Encoding::kBytes), "y",
                 ElementRule::kFinite, violations);
  validate_array(to_array({}, {0, 5}, Encoding::kValues), "y", ElementRule::kFinite, violations);
  EXPECT_TRUE(violations.empty());
}

}  // namespace
}  // namespace fitd::server
