// CreateModel and DeleteModel over the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <set>
#include <thread>

#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Gaussian with a floor: all starts are there.
v1::CreateModelRequest peak_request(const std::string& name) {
  v1::CreateModelRequest request;
  v1::Model& model = *request.mutable_model();
  model.set_name(name);
  model.set_formula("gaussian(x, area, mid, width) + floor");
  model.set_description("A peak on a floor.");
  const std::pair<const char*, double> starts[] = {
      {"floor", 0}, {"width", 1}, {"mid", 5}, {"area", 9}};
  for (const auto& [parameter, start] : starts) {
    auto* added = model.add_parameters();
    added->set_name(parameter);
    added->set_start(start);
  }
  model.mutable_parameters(1)->set_min(0);
  model.mutable_parameters(1)->set_description("standard deviation");
  return request;
}

class RegisteredModelsTest : public ::testing::Test {
 protected:
  CallEnd create(const v1::CreateModelRequest& request) {
    return server_.create_model(request, created_);
  }

  TestServer server_;
  v1::Model created_;
};

TEST_F(RegisteredModelsTest, ARegisteredModelIsAModelLikeAnyOther) {
  const CallEnd end = create(peak_request("my_peak"));
  ASSERT_EQ(end.code, absl::StatusCode::kOk) << end.message;
  EXPECT_EQ(created_.group(), "registered");
  EXPECT_EQ(created_.parameters(2).name(), "width");
  EXPECT_EQ(created_.parameters(2).description(), "standard deviation");
  EXPECT_EQ(created_.parameters(2).min(), 0);
  EXPECT_EQ(created_.parameters(2).start(), 1);
  EXPECT_TRUE(created_.can_guess());

  v1::GetModelRequest get;
  get.set_name("my_peak");
  v1::Model model;
  ASSERT_EQ(server_.get_model(get, model).code, absl::StatusCode::kOk);
  EXPECT_EQ(model.SerializeAsString(), created_.SerializeAsString());

  v1::ListModelsRequest list;
  list.set_text("PEAK ON A FLOOR");
  v1::ListModelsResponse listed;
  server_.list_models(list, listed);
  ASSERT_EQ(listed.models_size(), 1);
  EXPECT_EQ(listed.models(0).name(), "my_peak");

  v1::FitRequest fit = gaussian_request(100);
  fit.set_model("my_peak");
  const v1::FitResult result = server_.fit(fit).result();
  EXPECT_EQ(result.provenance().model(), "my_peak");
  EXPECT_EQ(result.provenance().model_version(), created_.version());
  EXPECT_EQ(result.parameters(0).start(), 9);
  EXPECT_NEAR(result.x(1), 5, 0.1);
  fit.set_model("my_peak(x, a, b, c, 0)");
  const std::pair<const char*, double> starts[] = {{"a", 9}, {"b", 5}, {"c", 1}};
  for (const auto& [name, start] : starts) {
    auto* parameter = fit.add_parameters();
    parameter->set_name(name);
    parameter->set_start(start);
  }
  EXPECT_NEAR(server_.fit(fit).result().x(1), 5, 0.1);
}

TEST_F(RegisteredModelsTest, WhatGetModelSaysCanBeRegisteredUnderAnotherName) {
  ASSERT_EQ(create(peak_request("my_peak")).code, absl::StatusCode::kOk);
  v1::CreateModelRequest again;
  *again.mutable_model() = created_;
  again.mutable_model()->set_name("my_other");
  v1::Model other;
  ASSERT_EQ(server_.create_model(again, other).code, absl::StatusCode::kOk);
  EXPECT_EQ(other.version(), created_.version() + 1);
  other.set_name(created_.name());
  other.set_version(created_.version());
  EXPECT_EQ(other.SerializeAsString(), created_.SerializeAsString());
}

TEST_F(RegisteredModelsTest, DeletedModelsAreGone) {
  ASSERT_EQ(create(peak_request("my_peak")).code, absl::StatusCode::kOk);
  ASSERT_EQ(server_.delete_model("my_peak").code, absl::StatusCode::kOk);
  EXPECT_EQ(server_.delete_model("my_peak").code, absl::StatusCode::kNotFound);
  EXPECT_EQ(server_.delete_model("").code, absl::StatusCode::kNotFound);
  EXPECT_EQ(server_.delete_model("gaussian").code, absl::StatusCode::kFailedPrecondition);
  v1::FitRequest fit = gaussian_request(20);
  fit.set_model("my_peak");
  EXPECT_EQ(server_.fit(fit).end.code, absl::StatusCode::kNotFound);
  EXPECT_EQ(create(peak_request("my_peak")).code, absl::StatusCode::kOk);
  fit.set_model("my_paek");
  EXPECT_THAT(server_.fit(fit).end.message, HasSubstr("did you mean my_peak?"));
}

TEST_F(RegisteredModelsTest, EverythingThatIsWrongIsNamed) {
  v1::CreateModelRequest request = peak_request("My peak");
  v1::Model& model = *request.mutable_model();
  model.set_description(std::string(2000, 'd'));
  model.set_group("!");
  model.mutable_parameters(0)->set_name("flor");
  model.mutable_parameters(1)->set_max(-1);
  model.mutable_parameters(2)->set_start(std::nan(""));
  model.add_predictors()->set_name("y");
  std::set<std::string> fields;
  for (const auto& violation : create(request).violations) fields.insert(violation.field());
  EXPECT_THAT(fields, UnorderedElementsAre("model.name", "model.description", "model.group",
                                           "model.parameters[0].name", "model.parameters[1].min",
                                           "model.parameters[1].start", "model.parameters[2].start",
                                           "model.predictors[0].name"));
  request = peak_request("my_peak");
  request.mutable_model()->set_formula("a*(b + ");
  const CallEnd end = create(request);
  ASSERT_EQ(end.violations.size(), 1U);
  EXPECT_EQ(end.violations[0].field(), "model.formula");
  EXPECT_THAT(end.violations[0].description(), HasSubstr("column 8: expected an operand"));
  EXPECT_EQ(create(peak_request("gaussian")).code, absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(create({}).code, absl::StatusCode::kInvalidArgument);
}

// Fits run on while their model is deleted and registered again.
TEST_F(RegisteredModelsTest, FitsOutliveTheirModel) {
  ASSERT_EQ(create(peak_request("my_peak")).code, absl::StatusCode::kOk);
  std::atomic<bool> over = false;
  std::thread changes([&] {
    v1::Model model;
    while (!over) {
      server_.delete_model("my_peak");
      server_.create_model(peak_request("my_peak"), model);
    }
  });
  v1::FitRequest fit = gaussian_request(500);
  fit.set_model("my_peak");
  for (int k = 0; k < 100; ++k) {
    const FitReply reply = server_.fit(fit);
    if (reply.end.code == absl::StatusCode::kNotFound) continue;
    EXPECT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
    EXPECT_NEAR(reply.result().x(1), 5, 0.1);
  }
  over = true;
  changes.join();
  server_.create_model(peak_request("my_peak"), created_);
  EXPECT_EQ(server_.fit(fit).end.code, absl::StatusCode::kOk);
}

}  // namespace
}  // namespace fitd::server
