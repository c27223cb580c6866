#include "client-examples/cpp/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

namespace fitd::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A file of format `version` with that header and those bytes.
std::string file(int version, const std::string& header, const std::string& data) {
  std::string text = "\x93NUMPY";
  text += static_cast<char>(version);
  text += '\0';
  const auto length = static_cast<std::uint32_t>(header.size());
  text.append(reinterpret_cast<const char*>(&length), version == 1 ? 2 : 4);
  return text + header + data;
}

template <class T>
std::string bytes(const std::vector<T>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)};
}

Outcome<NumberArray> read(const std::string& text) {
  std::istringstream in(text);
  return read_npy(in, "data.npy");
}

std::string refusal(const std::string& text) {
  const auto array = read(text);
  return array.ok() ? "read" : array.failure().message;
}

const std::string kHeader = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";

TEST(Npy, ReadsDoublesInEveryFormat) {
  for (const int version : {1, 2, 3}) {
    const auto array = read(file(version, kHeader, bytes<double>({1, 2, 3, 4, 5, NAN})));
    ASSERT_TRUE(array.ok()) << array.failure().message;
    EXPECT_THAT(array->shape, ElementsAre(2, 3));
    EXPECT_FALSE(array->single);
    EXPECT_EQ(array->values[4], 5);
    EXPECT_TRUE(std::isnan(array->values[5]));
  }
}

TEST(Npy, WidensFloats) {
  const auto array = read(file(1, "{\"shape\": (3,), \"fortran_order\": False, \"descr\":'<f4'}\n",
                               bytes<float>({1.5F, -2, 1e30F})));
  ASSERT_TRUE(array.ok()) << array.failure().message;
  EXPECT_TRUE(array->single);
  EXPECT_THAT(array->shape, ElementsAre(3));
  EXPECT_THAT(array->values, ElementsAre(1.5, -2, static_cast<double>(1e30F)));
}

TEST(Npy, WhatItCannotReadIsNamed) {
  const std::string data = bytes<double>({1, 2, 3, 4, 5, 6});
  EXPECT_THAT(refusal("x,y\n1,2\n"), HasSubstr("data.npy: not a NumPy array file"));
  EXPECT_THAT(refusal(""), HasSubstr("not a NumPy array file"));
  EXPECT_THAT(refusal(file(4, kHeader, data)), HasSubstr("format 4.0"));
  EXPECT_THAT(refusal(file(1, kHeader, data).substr(0, 30)), HasSubstr("header is cut"));
  EXPECT_THAT(refusal(file(2, kHeader, data).replace(8, 4, "\xff\xff\xff\x7f")),
              HasSubstr("cut or too long"));
  EXPECT_THAT(refusal(file(1, kHeader, data.substr(1))), HasSubstr("ends before the 6 numbers"));
  EXPECT_THAT(refusal(file(1, kHeader, data + "x")), HasSubstr("more in it than the 6 numbers"));
  EXPECT_THAT(refusal(file(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (6,)}", data)),
              HasSubstr("its numbers are '<i8'; convert them"));
  EXPECT_THAT(refusal(file(1, "{'descr': '>f8', 'fortran_order': False, 'shape': (6,)}", data)),
              HasSubstr("'>f8'"));
  EXPECT_THAT(
      refusal(file(1, "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (6,)}", data)),
      HasSubstr("[('a'"));
  EXPECT_THAT(refusal(file(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3)}", data)),
              HasSubstr("in Fortran order"));
  EXPECT_THAT(refusal(file(1, "{'descr': '<f8', 'shape': (2, 3)}", data)),
              HasSubstr("lacks descr or fortran_order"));
  for (const std::string shape : {"2, 3", "(2, -3)", "(4294967296, 4294967296)", "(2, x)", "(2"}) {
    EXPECT_THAT(
        refusal(file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + "}", data)),
        HasSubstr("no usable shape"))
        << shape;
  }
}

TEST(Npy, AHeaderThatPromisesTheWorldTakesNoMemory) {
  EXPECT_THAT(
      refusal(file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000)}", "")),
      HasSubstr("ends before"));
}

TEST(Npy, WritesRecordsAtAMultipleOf64) {
  std::ostringstream out;
  write_npy_header(out, {{"index", "<i8"}, {"a", "<f8"}}, 12);
  EXPECT_EQ(out.str().size() % 64, 0u);
  EXPECT_THAT(out.str(), HasSubstr("{'descr': [('index', '<i8'), ('a', '<f8'), ], "
                                   "'fortran_order': False, 'shape': (12,), }"));
  EXPECT_EQ(out.str().back(), '\n');
}

}  // namespace
}  // namespace fitd::ctl
