#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "server/arrays.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ModelServiceTest : public ::testing::Test {
 protected:
  v1::EvaluateModelRequest gaussian_at(std::vector<double> x) {
    v1::EvaluateModelRequest request;
    request.set_model("gaussian");
    (*request.mutable_predictors())["x"] = array_of(x);
    for (const double p : {2.0, 1.0, 0.5}) request.add_parameters(p);
    return request;
  }

  TestServer server_;
};

TEST_F(ModelServiceTest, ListsEveryModelOnceInPages) {
  v1::ListModelsResponse all;
  ASSERT_EQ(server_.list_models({}, all).code, absl::StatusCode::kOk);
  EXPECT_GE(all.models_size(), 50);
  EXPECT_EQ(all.next_page_token(), "");

  std::vector<std::string> names;
  v1::ListModelsRequest request;
  request.set_page_size(7);
  do {
    v1::ListModelsResponse page;
    ASSERT_EQ(server_.list_models(request, page).code, absl::StatusCode::kOk);
    for (const auto& model : page.models()) names.push_back(model.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(names.size(), static_cast<std::size_t>(all.models_size()));
  for (int i = 0; i < all.models_size(); ++i) {
    EXPECT_EQ(names[static_cast<std::size_t>(i)], all.models(i).name());
    EXPECT_FALSE(all.models(i).formula().empty()) << names.back();
    EXPECT_GT(all.models(i).parameters_size(), 0);
  }
}

TEST_F(ModelServiceTest, FiltersByGroupAndText) {
  v1::ListModelsRequest request;
  request.set_group("nist");
  v1::ListModelsResponse nist;
  server_.list_models(request, nist);
  EXPECT_GE(nist.models_size(), 18);
  for (const auto& model : nist.models()) EXPECT_EQ(model.group(), "nist");
  request.set_group("peaks");
  request.set_text("GAUSS");
  v1::ListModelsResponse gaussians;
  server_.list_models(request, gaussians);
  EXPECT_GE(gaussians.models_size(), 1);
  EXPECT_LT(gaussians.models_size(), 20);
}

TEST_F(ModelServiceTest, RefusesBadPages) {
  v1::ListModelsResponse response;
  v1::ListModelsRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(server_.list_models(request, response).violations.at(0).field(), "page_size");
  request.set_page_size(0);
  for (const char* token : {"x", "-1", "0", "99999999999999999999"}) {
    request.set_page_token(token);
    EXPECT_EQ(server_.list_models(request, response).violations.at(0).field(), "page_token");
  }
}

TEST_F(ModelServiceTest, DescribesAModelUnderItsAliasesToo) {
  v1::GetModelRequest request;
  request.set_name("gaussian");
  v1::Model model;
  ASSERT_EQ(server_.get_model(request, model).code, absl::StatusCode::kOk);
  EXPECT_EQ(model.group(), "peaks");
  EXPECT_EQ(model.parameters(2).name(), "sigma");
  EXPECT_EQ(model.parameters(2).min(), 0);
  EXPECT_FALSE(model.parameters(2).has_max());
  EXPECT_TRUE(model.can_guess());
  ASSERT_GT(model.aliases_size(), 0);
  request.set_name(model.aliases(0));
  v1::Model by_alias;
  ASSERT_EQ(server_.get_model(request, by_alias).code, absl::StatusCode::kOk);
  EXPECT_EQ(by_alias.name(), "gaussian");
  request.set_name("gausian");
  const CallEnd end = server_.get_model(request, model);
  EXPECT_EQ(end.code, absl::StatusCode::kNotFound);
  EXPECT_THAT(end.message, HasSubstr("gaussian"));
}

TEST_F(ModelServiceTest, EvaluatesValuesAndDerivatives) {
  v1::EvaluateModelRequest request = gaussian_at({0, 1, 2.5});
  v1::EvaluateModelResponse response;
  ASSERT_EQ(server_.evaluate(request, response).code, absl::StatusCode::kOk);
  EXPECT_FALSE(response.has_jacobian());
  const double peak = 2 / (0.5 * std::sqrt(2 * M_PI));
  EXPECT_NEAR(response.values().values().values(1), peak, 1e-15 * peak);
  request.set_jacobian(true);
  ASSERT_EQ(server_.evaluate(request, response).code, absl::StatusCode::kOk);
  EXPECT_THAT(response.jacobian().shape(), ElementsAre(3, 3));
  EXPECT_NEAR(response.jacobian().values().values(3), peak / 2, 1e-15);  // by amplitude, at x = 1
  EXPECT_NEAR(response.jacobian().values().values(4), 0, 1e-15);         // by center, at x = 1
}

TEST_F(ModelServiceTest, EvaluationNamesWhatIsWrong) {
  v1::EvaluateModelResponse response;
  v1::EvaluateModelRequest request = gaussian_at({0, std::nan(""), 2});
  request.set_parameters(1, std::numeric_limits<double>::infinity());
  request.add_parameters(1);
  std::set<std::string> fields;
  for (const auto& violation : server_.evaluate(request, response).violations) {
    fields.insert(violation.field());
  }
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("parameters", "parameters[1]",
                                                      "predictors[\"x\"].values[1]"));
  request = gaussian_at({});
  EXPECT_THAT(server_.evaluate(request, response).message, HasSubstr("is empty"));
  request.clear_predictors();
  EXPECT_THAT(server_.evaluate(request, response).message, HasSubstr("is missing"));
  request.set_model("");
  EXPECT_EQ(server_.evaluate(request, response).code, absl::StatusCode::kInvalidArgument);
  request.set_model("nothing_like_it");
  EXPECT_EQ(server_.evaluate(request, response).code, absl::StatusCode::kNotFound);
}

TEST_F(ModelServiceTest, GuessesFromData) {
  const v1::FitRequest data = gaussian_request(100);
  v1::GuessParametersRequest request;
  request.set_model("gaussian");
  *request.mutable_predictors() = data.predictors();
  *request.mutable_y() = data.y();
  v1::GuessParametersResponse response;
  ASSERT_EQ(server_.guess(request, response).code, absl::StatusCode::kOk);
  EXPECT_THAT(response.names(), ElementsAre("amplitude", "center", "sigma"));
  EXPECT_NEAR(response.parameters(1), 5, 0.5);
  EXPECT_NEAR(response.parameters(2), 1.2, 0.6);
}

TEST_F(ModelServiceTest, GuessingNamesWhatIsWrong) {
  const v1::FitRequest data = exponential_request();
  v1::GuessParametersRequest request;
  v1::GuessParametersResponse response;
  request.set_model("nist_roszman1");
  *request.mutable_predictors() = data.predictors();
  *request.mutable_y() = data.y();
  EXPECT_EQ(server_.guess(request, response).code, absl::StatusCode::kFailedPrecondition);
  request.mutable_y()->mutable_values()->set_values(5, std::nan(""));
  EXPECT_EQ(server_.guess(request, response).violations.at(0).field(), "y.values[5]");
  request.clear_y();
  EXPECT_EQ(server_.guess(request, response).violations.at(0).field(), "y");
}

}  // namespace
}  // namespace fitd::server
