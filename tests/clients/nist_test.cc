#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client-examples/cpp/nist_file.h"
#include "client-examples/cpp/nist_table.h"

namespace fitd::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kFolder = FITD_REFERENCE_DATA "/nist/";

nlohmann::json datasets() {
  std::ifstream in(kFolder + "index.json");
  return nlohmann::json::parse(in)["datasets"];
}

NistSet misra1a() { return *read_nist_file(kFolder + "Misra1a.dat"); }

// The file's text, edited.
Outcome<NistSet> read_edited(const std::string& from, const std::string& to) {
  std::ifstream in(kFolder + "Misra1a.dat");
  std::string text(std::istreambuf_iterator<char>(in), {});
  text.replace(text.find(from), from.size(), to);
  std::istringstream edited(text);
  return read_nist(edited, "edited.dat");
}

// What was extracted from the same files by a script of its own, index.json.
TEST(NistFile, AllSetsAreReadAsIndexed) {
  int sets = 0;
  for (const auto& expected : datasets()) {
    const auto set = read_nist_file(kFolder + expected["file"].get<std::string>());
    ASSERT_TRUE(set.ok()) << set.failure().message;
    SCOPED_TRACE(set->name);
    ++sets;
    EXPECT_EQ(set->name, expected["name"]);
    EXPECT_EQ(set->logarithm_of_y, !expected["response_transform"].is_null());
    EXPECT_EQ(set->y.size(), expected["nobs"]);
    EXPECT_EQ(set->predictors.size(), expected["predictors"].size());
    for (const auto& column : set->predictors) EXPECT_EQ(column.size(), set->y.size());
    EXPECT_EQ(set->residual_sum_of_squares, expected["rss"]);
    ASSERT_EQ(set->parameters.size(), expected["parameters"].size());
    for (std::size_t j = 0; j < set->parameters.size(); ++j) {
      EXPECT_EQ(set->parameters[j].name, expected["parameters"][j]);
      EXPECT_EQ(set->parameters[j].starts[0], expected["start1"][j]);
      EXPECT_EQ(set->parameters[j].starts[1], expected["start2"][j]);
      EXPECT_EQ(set->parameters[j].certified, expected["certified"][j]);
      EXPECT_EQ(set->parameters[j].deviation, expected["certified_sd"][j]);
    }
  }
  EXPECT_EQ(sets, 27);
}

TEST(NistFile, DataAreTheFiles) {
  const NistSet set = misra1a();
  EXPECT_EQ(set.y.front(), 10.07);
  EXPECT_EQ(set.predictors[0].front(), 77.6);
  EXPECT_EQ(set.y.back(), 81.78);
  EXPECT_EQ(set.predictors[0].back(), 760.0);
}

TEST(NistFile, BrokenFilesAreRefused) {
  const auto failure = [](const Outcome<NistSet>& set) {
    return set.ok() ? "read" : set.failure().message;
  };
  EXPECT_EQ(failure(read_edited("Dataset Name:", "Name:")),
            "edited.dat: not a NIST StRD file: no line 'Dataset Name:'");
  EXPECT_THAT(failure(read_edited("(lines 41 to 42)", "(lines 41 to 420)")),
              HasSubstr("no starting values"));
  EXPECT_THAT(failure(read_edited("b1 =   500 ", "b1 =       ")),
              HasSubstr("is not 'name = start start certified deviation'"));
  EXPECT_THAT(failure(read_edited("Residual Sum of Squares:", "")),
              HasSubstr("no line 'Residual Sum of Squares:'"));
  EXPECT_THAT(failure(read_edited("10.07E0", "ten")), HasSubstr("is not a row of data"));
  EXPECT_THAT(failure(read_edited("(lines 61 to 74)", "(lines 61 to 73)")),
              HasSubstr("do not hold 'Number of Observations:' rows"));
  EXPECT_EQ(failure(read_nist_file("/no/such.dat")), "cannot read /no/such.dat");
}

TEST(NistFile, DigitsAgreed) {
  EXPECT_NEAR(digits_agreed(1.001, 1), 3, 1e-12);
  EXPECT_EQ(digits_agreed(2, 2), 11);
  EXPECT_EQ(digits_agreed(2 + 1e-15, 2), 11);
  EXPECT_EQ(digits_agreed(5, 1), 0);
  EXPECT_EQ(digits_agreed(1e-6, 0), 6);
  EXPECT_NEAR(digits_agreed(-1e-5 * (1 + 1e-7), -1e-5), 7, 1e-6);
}

// Misra1a with its first parameter off by `relative_error`.
NistFit fitted(double relative_error) {
  NistFit fit{misra1a(), 1, {}};
  fit.result.set_termination(v1::TERMINATION_FTOL);
  fit.result.set_ier(1);
  fit.result.mutable_infodict()->set_nfev(12);
  for (const auto& parameter : fit.set.parameters) {
    auto* message = fit.result.add_parameters();
    message->set_name(parameter.name);
    message->set_value(parameter.certified);
    message->set_standard_error(parameter.deviation);
  }
  auto* first = fit.result.mutable_parameters(0);
  first->set_value(first->value() * (1 + relative_error));
  return fit;
}

TEST(NistTable, ShowsFittedBesideCertified) {
  const std::string rows = nist_rows(fitted(1e-5), Style(false));
  EXPECT_THAT(rows, HasSubstr("Misra1a 14 points, start 1: ier 1, nfev 12"));
  EXPECT_THAT(
      rows,
      HasSubstr("b1   2.3894451860e+02  2.7070e+00   2.3894212918e+02  2.7070e+00     5.0\n"));
  EXPECT_THAT(
      rows,
      HasSubstr("b2   5.5015643181e-04  7.2669e-06   5.5015643181e-04  7.2669e-06    11.0\n"));
}

TEST(NistTable, ColourMarksTheDigitsThatAgree) {
  EXPECT_THAT(nist_rows(fitted(1e-5), Style(true)),
              HasSubstr("\x1b[32m2.3894\x1b[0m\x1b[2m451860e+02\x1b[0m"));
  EXPECT_THAT(nist_rows(fitted(10), Style(true)), HasSubstr("\x1b[31m2.6283634210e+03\x1b[0m"));
}

TEST(NistTable, TheWorstParameterCounts) {
  EXPECT_NEAR(fewest_digits(fitted(1e-5)), 5, 1e-6);
  EXPECT_EQ(fewest_digits(fitted(0)), 11);
  NistFit incomplete = fitted(0);
  incomplete.result.mutable_parameters()->RemoveLast();
  EXPECT_EQ(fewest_digits(incomplete), 0) << "a missing parameter agrees in no digit";
}

TEST(NistTable, SummaryNamesTheSetsThatFail) {
  const std::vector<NistFit> good = {fitted(1e-5), fitted(1e-9)};
  EXPECT_THAT(nist_summary(good, Style(false)),
              HasSubstr("2 fits, 4 parameters; fewest digits 5.0 (Misra1a start 1)\n"
                        "all agree with the certified values to 4 digits or more"));
  const std::vector<NistFit> bad = {fitted(1e-3)};
  EXPECT_THAT(nist_summary(bad, Style(false)),
              HasSubstr("fewer than 4 digits of the certified values: Misra1a start 1"));
  EXPECT_THAT(nist_summary(bad, Style(false)), Not(HasSubstr("all agree")));
}

}  // namespace
}  // namespace fitd::ctl
