// Requests that are wrong, each with the code and the fields that the answer must name. After all
// of them the server answers a right request.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

struct Case {
  std::string name;
  std::function<void(v1::FitRequest&)> spoil;
  // The fields that must be named.
  std::vector<std::string> fields;
  // What the first field's description must say.
  std::string says;
  absl::StatusCode code = kInvalid;
  Payload payload = Payload::kValues;
};

v1::Array& array(v1::FitRequest& request, const std::string& field) {
  if (field == "y") return *request.mutable_y();
  if (field == "sigma") return *request.mutable_sigma();
  return (*request.mutable_predictors())["x"];
}

std::string path(const std::string& field) { return field == "x" ? "predictors[\"x\"]" : field; }

void set_element(v1::Array& array, Payload payload, int i, double value) {
  if (payload == Payload::kValues) {
    array.mutable_values()->set_values(i, value);
  } else if (payload == Payload::kF64) {
    array.mutable_f64_le()->replace(static_cast<std::size_t>(i) * sizeof value, sizeof value,
                                    reinterpret_cast<const char*>(&value), sizeof value);
  } else {
    const auto narrow = static_cast<float>(value);
    array.mutable_f32_le()->replace(static_cast<std::size_t>(i) * sizeof narrow, sizeof narrow,
                                    reinterpret_cast<const char*>(&narrow), sizeof narrow);
  }
}

// NaN and infinities at some index of every array, in every encoding.
void add_non_finite_cases(std::vector<Case>& cases) {
  const std::pair<Payload, std::string> payloads[] = {
      {Payload::kValues, "values"}, {Payload::kF64, "f64_le"}, {Payload::kF32, "f32_le"}};
  const std::pair<double, std::string> values[] = {
      {kNan, "is NaN"}, {kInf, "is Infinity"}, {-kInf, "is -Infinity"}};
  for (const std::string field : {"x", "y", "sigma"}) {
    for (const auto& [payload, payload_name] : payloads) {
      for (const auto& [value, says] : values) {
        for (const int i : {0, 7}) {
          cases.push_back({field + " " + payload_name + " " + says + " at " + std::to_string(i),
                           [field, payload = payload, value = value, i](v1::FitRequest& r) {
                             set_element(array(r, field), payload, i, value);
                           },
                           {path(field) + "." + payload_name + "[" + std::to_string(i) + "]"},
                           says,
                           kInvalid,
                           payload});
        }
      }
    }
  }
}

void add_array_form_cases(std::vector<Case>& cases) {
  for (const std::string field : {"x", "y", "sigma"}) {
    const auto add = [&](const std::string& name, auto spoil, const std::string& suffix,
                         const std::string& says) {
      cases.push_back({field + " " + name,
                       [field, spoil](v1::FitRequest& r) { spoil(array(r, field)); },
                       {path(field) + suffix},
                       says});
    };
    add(
        "without a payload", [](v1::Array& a) { a.Clear(); }, "", "no payload");
    add(
        "empty", [](v1::Array& a) { a.mutable_values()->clear_values(); }, "", "");
    add(
        "one short", [](v1::Array& a) { a.mutable_values()->mutable_values()->RemoveLast(); }, "",
        "");
    add(
        "f64 bytes not a multiple of 8", [](v1::Array& a) { a.set_f64_le(std::string(95, '\0')); },
        ".f64_le", "95 bytes");
    add(
        "f32 bytes not a multiple of 4", [](v1::Array& a) { a.set_f32_le(std::string(47, '\0')); },
        ".f32_le", "47 bytes");
    add(
        "of a wrong shape", [](v1::Array& a) { a.add_shape(11); }, ".shape", "product 11");
    add(
        "of a negative extent",
        [](v1::Array& a) {
          a.add_shape(-3);
          a.add_shape(-4);
        },
        ".shape[0]", "-3");
    add(
        "of a shape beyond 2^63",
        [](v1::Array& a) {
          for (int k = 0; k < 3; ++k) a.add_shape(std::int64_t{1} << 40);
        },
        ".shape", "beyond 2^63");
    add(
        "of 33 dimensions",
        [](v1::Array& a) {
          for (int k = 0; k < 33; ++k) a.add_shape(1);
        },
        ".shape", "33 dimensions");
  }
  // A short y is seen as the others being long.
  for (Case& c : cases) {
    if (c.name == "y one short") c.fields = {"predictors[\"x\"]", "sigma"};
    if (c.name == "y empty") c.fields = {"y", "predictors[\"x\"]", "sigma"};
  }
}

void add_sigma_cases(std::vector<Case>& cases) {
  for (const double value : {0.0, -0.0, -1.0, -1e-300}) {
    cases.push_back(
        {"sigma " + std::to_string(value),
         [value](v1::FitRequest& r) { r.mutable_sigma()->mutable_values()->set_values(3, value); },
         {"sigma.values[3]"},
         "finite and > 0"});
  }
  cases.push_back({"absolute_sigma without sigma",
                   [](v1::FitRequest& r) {
                     r.clear_sigma();
                     r.set_absolute_sigma(true);
                   },
                   {"absolute_sigma"},
                   "no sigma"});
}

void add_model_cases(std::vector<Case>& cases) {
  cases.push_back({"no model", [](v1::FitRequest& r) { r.clear_model(); }, {"model"}, "empty"});
  for (const std::string name : {"gausian", "Exponential_", " exponentail\n", "x1", "no_such"}) {
    cases.push_back({"model " + name,
                     [name](v1::FitRequest& r) { r.set_model(name); },
                     {},
                     "there is no model",
                     absl::StatusCode::kNotFound});
  }
  cases.push_back({"model of 100,000 letters",
                   [](v1::FitRequest& r) { r.set_model(std::string(100'000, 'a')); },
                   {},
                   "there is no model",
                   absl::StatusCode::kNotFound});
  for (const std::string text : {"Exponential!", "x\ny", "no such", "a*exp(-b*x"}) {
    cases.push_back({"model " + text,
                     [text](v1::FitRequest& r) { r.set_model(text); },
                     {"model"},
                     "is no expression"});
  }
  cases.push_back({"no predictors",
                   [](v1::FitRequest& r) { r.clear_predictors(); },
                   {"predictors[\"x\"]"},
                   "is missing"});
  cases.push_back(
      {"a predictor too many",
       [](v1::FitRequest& r) { (*r.mutable_predictors())["z"] = r.predictors().at("x"); },
       {"predictors[\"z\"]"},
       "not a predictor"});
  cases.push_back(
      {"the only predictor twice",
       [](v1::FitRequest& r) { (*r.mutable_predictors())[""] = r.predictors().at("x"); },
       {"predictors[\"\"]"},
       "under its name"});
  cases.push_back({"the only predictor under another name",
                   [](v1::FitRequest& r) {
                     (*r.mutable_predictors())["t"] = r.predictors().at("x");
                     r.mutable_predictors()->erase("x");
                   },
                   {"predictors[\"x\"]", "predictors[\"t\"]"},
                   "is missing"});
  cases.push_back({"one predictor of two",
                   [](v1::FitRequest& r) {
                     r.set_model("gauss_2d");
                     r.clear_parameters();
                   },
                   {"predictors[\"y\"]"},
                   "is missing"});
  cases.push_back({"the empty name for one of two predictors",
                   [](v1::FitRequest& r) {
                     r.set_model("gauss_2d");
                     r.clear_parameters();
                     (*r.mutable_predictors())[""] = r.predictors().at("x");
                   },
                   {"predictors[\"y\"]", "predictors[\"\"]"},
                   "is missing"});
}

void add_parameter_cases(std::vector<Case>& cases) {
  const auto add = [&](const std::string& name, std::function<void(v1::FitRequest&)> spoil,
                       std::vector<std::string> fields, const std::string& says) {
    cases.push_back({name, std::move(spoil), std::move(fields), says});
  };
  add(
      "a parameter without a name",
      [](v1::FitRequest& r) { r.mutable_parameters(0)->clear_name(); }, {"parameters[0].name"},
      "is empty");
  add(
      "an unknown parameter", [](v1::FitRequest& r) { r.mutable_parameters(1)->set_name("tau"); },
      {"parameters[1].name"}, "it has amplitude, decay");
  add(
      "a parameter twice", [](v1::FitRequest& r) { *r.add_parameters() = r.parameters(0); },
      {"parameters[2].name"}, "a second time");
  for (const auto& [value, says] : {std::pair(kNan, "NaN"), {kInf, "Infinity"}, {-kInf, "-Inf"}}) {
    add(
        std::string("a start of ") + says,
        [value = value](v1::FitRequest& r) { r.mutable_parameters(0)->set_start(value); },
        {"parameters[0].start"}, says);
  }
  add(
      "fixed without a start",
      [](v1::FitRequest& r) {
        r.mutable_parameters(0)->set_fixed(true);
        r.mutable_parameters(0)->clear_start();
      },
      {"parameters"}, "fixed without a start");
  add(
      "all fixed",
      [](v1::FitRequest& r) {
        for (auto& parameter : *r.mutable_parameters()) parameter.set_fixed(true);
      },
      {"parameters"}, "nothing to fit");
  add(
      "no start for a model without an estimate",
      [](v1::FitRequest& r) {
        r.set_model("nist_roszman1");
        r.clear_parameters();
      },
      {"parameters"}, "no estimate");
  add(
      "fewer points than parameters",
      [](v1::FitRequest& r) {
        r.clear_sigma();
        for (v1::Array* a : {r.mutable_y(), &(*r.mutable_predictors())["x"]}) {
          a->mutable_values()->mutable_values()->Truncate(1);
        }
      },
      {"y"}, "fewer than the 2 free parameters");
}

void add_option_cases(std::vector<Case>& cases) {
  using Options = v1::FitOptions;
  const auto add = [&](const std::string& name, const std::function<void(Options&)>& spoil,
                       const std::string& field, const std::string& says) {
    cases.push_back({name,
                     [spoil](v1::FitRequest& r) { spoil(*r.mutable_options()); },
                     {"options." + field},
                     says});
  };
  using Setter = void (Options::*)(double);
  const std::pair<std::string, Setter> tolerances[] = {{"ftol", &Options::set_ftol},
                                                       {"xtol", &Options::set_xtol},
                                                       {"gtol", &Options::set_gtol},
                                                       {"epsfcn", &Options::set_epsfcn},
                                                       {"factor", &Options::set_factor}};
  for (const auto& [field, setter] : tolerances) {
    for (const double value : {-1e-8, kNan, kInf, -kInf}) {
      add(
          field + " " + std::to_string(value),
          [setter = setter, value](Options& o) { (o.*setter)(value); }, field, "must be finite");
    }
  }
  for (const double value : {0.0, -0.0}) {
    add(
        "factor zero", [value](Options& o) { o.set_factor(value); }, "factor", "> 0");
  }
  add(
      "maxfev negative", [](Options& o) { o.set_maxfev(-1); }, "maxfev", "-1");
  add(
      "maxfev most negative",
      [](Options& o) { o.set_maxfev(std::numeric_limits<std::int64_t>::min()); }, "maxfev", ">= 0");
  add(
      "diag too short", [](Options& o) { o.add_diag(1); }, "diag", "2 parameters are free");
  add(
      "diag too long",
      [](Options& o) {
        for (int j = 0; j < 3; ++j) o.add_diag(1);
      },
      "diag", "has 3 values");
  for (const double value : {0.0, -1.0, kNan, kInf}) {
    add(
        "diag " + std::to_string(value),
        [value](Options& o) {
          o.add_diag(1);
          o.add_diag(value);
        },
        "diag[1]", "finite and > 0");
  }
  add(
      "an unknown jacobian", [](Options& o) { o.set_jacobian(static_cast<v1::Jacobian>(99)); },
      "jacobian", "99");
  add(
      "an unknown arithmetic",
      [](Options& o) { o.set_arithmetic(static_cast<v1::Arithmetic>(-5)); }, "arithmetic", "-5");
}

void add_reporting_cases(std::vector<Case>& cases) {
  const auto add = [&](const std::string& name, std::function<void(v1::FitRequest&)> spoil,
                       const std::string& field, const std::string& says) {
    cases.push_back({name, std::move(spoil), {field}, says});
  };
  add(
      "a negative progress interval",
      [](v1::FitRequest& r) { r.mutable_progress()->mutable_min_interval()->set_seconds(-1); },
      "progress.min_interval", ">= 0");
  add(
      "a progress interval of mixed signs",
      [](v1::FitRequest& r) {
        r.mutable_progress()->mutable_min_interval()->set_seconds(1);
        r.mutable_progress()->mutable_min_interval()->set_nanos(-1);
      },
      "progress.min_interval", "duration");
  for (const int every : {0, -1}) {
    add(
        "progress every " + std::to_string(every),
        [every](v1::FitRequest& r) { r.mutable_progress()->set_every_iterations(every); },
        "progress.every_iterations", ">= 1");
  }
  for (const std::string mask : {"fvec", "", "infodict", "infodict.nfev", "x", "*"}) {
    add(
        "return_mask " + mask,
        [mask](v1::FitRequest& r) { r.mutable_return_mask()->add_paths(mask); },
        "return_mask.paths[0]", "must be one of");
  }
  add(
      "a time limit of zero", [](v1::FitRequest& r) { r.mutable_time_limit(); }, "time_limit",
      "> 0");
  add(
      "a negative time limit", [](v1::FitRequest& r) { r.mutable_time_limit()->set_nanos(-5); },
      "time_limit", "> 0");
  add(
      "a time limit beyond the range of a duration",
      [](v1::FitRequest& r) {
        r.mutable_time_limit()->set_seconds(std::numeric_limits<std::int64_t>::max());
      },
      "time_limit", "duration");
  add(
      "a long request_id", [](v1::FitRequest& r) { r.set_request_id(std::string(129, 'a')); },
      "request_id", "129 bytes");
  add(
      "17 labels",
      [](v1::FitRequest& r) {
        for (int i = 0; i < 17; ++i) (*r.mutable_labels())["k" + std::to_string(i)] = "v";
      },
      "labels", "17 entries");
  add(
      "a label without a key", [](v1::FitRequest& r) { (*r.mutable_labels())[""] = "v"; },
      "labels[\"\"]", "key of 0");
  add(
      "a long label", [](v1::FitRequest& r) { (*r.mutable_labels())["k"] = std::string(256, 'v'); },
      "labels[\"k\"]", "256 bytes");
}

void add_combined_cases(std::vector<Case>& cases) {
  cases.push_back({"everything at once",
                   [](v1::FitRequest& r) {
                     r.mutable_y()->mutable_values()->set_values(2, kNan);
                     r.mutable_sigma()->mutable_values()->set_values(4, 0);
                     r.mutable_parameters(0)->set_name("a");
                     r.mutable_options()->set_ftol(-1);
                     r.mutable_options()->set_factor(0);
                     r.mutable_options()->add_diag(-1);
                     r.mutable_time_limit();
                   },
                   {"y.values[2]", "sigma.values[4]", "parameters[0].name", "options.ftol",
                    "options.factor", "options.diag", "options.diag[0]", "time_limit"},
                   "NaN"});
  cases.push_back({"every y is NaN",
                   [](v1::FitRequest& r) {
                     for (double& y : *r.mutable_y()->mutable_values()->mutable_values()) y = kNan;
                   },
                   {"y.values[0]", "y.values[1]", "y.values[2]", "y.values"},
                   "NaN"});
  cases.push_back({"an empty request with a model",
                   [](v1::FitRequest& r) {
                     r.Clear();
                     r.set_model("gaussian");
                   },
                   {"y", "predictors[\"x\"]"},
                   "no payload"});
  cases.push_back({"an empty request", [](v1::FitRequest& r) { r.Clear(); }, {"model"}, "empty"});
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  add_non_finite_cases(cases);
  add_array_form_cases(cases);
  add_sigma_cases(cases);
  add_model_cases(cases);
  add_parameter_cases(cases);
  add_option_cases(cases);
  add_reporting_cases(cases);
  add_combined_cases(cases);
  return cases;
}

void check(const Case& c, const FitReply& reply) {
  EXPECT_EQ(reply.end.code, c.code) << reply.end.message;
  EXPECT_TRUE(reply.events.empty());
  std::vector<std::string> fields;
  std::string said = reply.end.message;
  for (const auto& violation : reply.end.violations) {
    fields.push_back(violation.field());
    if (!c.fields.empty() && violation.field() == c.fields.front()) {
      said += violation.description();
    }
  }
  EXPECT_THAT(fields, IsSupersetOf(c.fields));
  EXPECT_THAT(said, HasSubstr(c.says));
}

TEST(BadInputTest, EveryCaseIsRefusedByNameAndTheServerLivesOn) {
  TestServer server;
  const std::vector<Case> cases = all_cases();
  EXPECT_GE(cases.size(), 120u);
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::FitRequest request = exponential_request(c.payload);
    c.spoil(request);
    check(c, server.fit(request));
  }
  for (const Payload payload : {Payload::kValues, Payload::kF64, Payload::kF32}) {
    EXPECT_LE(server.fit(exponential_request(payload)).result().ier(), 4);
  }
}

TEST(BadInputTest, ClosestNamesAreOffered) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.set_model("gausian");
  EXPECT_THAT(server.fit(request).end.message, HasSubstr("did you mean gaussian"));
}

TEST(BadInputTest, TheReportOfManyViolationsStaysSmall) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  for (int i = 0; i < 100'000; ++i) request.mutable_options()->add_diag(kNan);
  const FitReply reply = server.fit(request);
  EXPECT_EQ(reply.end.code, kInvalid);
  ASSERT_FALSE(reply.end.violations.empty());
  EXPECT_LT(reply.end.violations.size(), 200u);
  EXPECT_THAT(reply.end.violations.back().description(), HasSubstr("further violations"));
}

}  // namespace
}  // namespace fitd::server
