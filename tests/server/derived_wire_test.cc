// Derived quantities over the wire: described by the model, returned by the fit.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "server/arrays.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

constexpr double kFwhmOverSigma = 2.3548200450309493;

class DerivedWireTest : public ::testing::Test {
 protected:
  // A server for all tests of this file: none changes it.
  static void SetUpTestSuite() { server_ = new TestServer(); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  static TestServer* server_;
};

TestServer* DerivedWireTest::server_ = nullptr;

v1::Model model_of(TestServer& server, const std::string& name) {
  v1::GetModelRequest request;
  request.set_name(name);
  v1::Model model;
  EXPECT_EQ(server.get_model(request, model).code, absl::StatusCode::kOk) << name;
  return model;
}

TEST_F(DerivedWireTest, AFitReturnsWhatItsModelDescribes) {
  const v1::Model model = model_of(*server_, "gaussian");
  ASSERT_EQ(model.derived_size(), 2);
  EXPECT_EQ(model.derived(0).name(), "fwhm");
  EXPECT_EQ(model.derived(0).description(), "full width at half maximum, in x");
  EXPECT_EQ(model.derived(0).formula(), "2.3548200450309493*sigma");

  const v1::FitResult result = server_->fit(gaussian_request(100)).result();
  ASSERT_EQ(result.derived_size(), 2);
  EXPECT_EQ(result.derived(0).name(), "fwhm");
  EXPECT_DOUBLE_EQ(result.derived(0).value(), kFwhmOverSigma * result.x(2));
  EXPECT_NEAR(result.derived(0).standard_error(),
              kFwhmOverSigma * result.parameters(2).standard_error(),
              1e-12 * result.derived(0).standard_error());
  // The height's, with the correlation of amplitude and sigma.
  const std::vector<double> c = to_vector(result.covariance());
  const double amplitude = result.x(0);
  const double sigma = result.x(2);
  const double relative = std::sqrt(c[0] / (amplitude * amplitude) + c[8] / (sigma * sigma) -
                                    2 * c[2] / (amplitude * sigma));
  EXPECT_NEAR(result.derived(1).standard_error(), relative * result.derived(1).value(),
              1e-9 * result.derived(1).value() * relative);
}

TEST_F(DerivedWireTest, NothingIsKnownOfTheErrorOfWhatIsFixed) {
  v1::FitRequest request = gaussian_request(100);
  auto* sigma = request.add_parameters();
  sigma->set_name("sigma");
  sigma->set_start(1.5);
  sigma->set_fixed(true);
  const FitReply reply = server_->fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  const v1::FitResult& result = reply.result();
  ASSERT_EQ(result.derived_size(), 2);
  EXPECT_DOUBLE_EQ(result.derived(0).value(), 1.5 * kFwhmOverSigma);
  EXPECT_FALSE(result.derived(0).has_standard_error());
  EXPECT_TRUE(result.derived(1).has_standard_error());
}

TEST_F(DerivedWireTest, OfASumUnderPrefixes) {
  v1::FitRequest request = gaussian_request(100);
  request.set_model("gaussian(prefix=\"p1_\") + constant(prefix=\"bg_\")");
  request.clear_parameters();
  const FitReply reply = server_->fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  const v1::FitResult& result = reply.result();
  ASSERT_EQ(result.derived_size(), 2);
  EXPECT_EQ(result.derived(0).name(), "p1_fwhm");
  EXPECT_EQ(result.derived(1).name(), "p1_height");
  EXPECT_DOUBLE_EQ(result.derived(0).value(), kFwhmOverSigma * result.x(2));
  EXPECT_EQ(model_of(*server_, request.model()).derived(0).name(), "p1_fwhm");
}

}  // namespace
}  // namespace fitd::server
