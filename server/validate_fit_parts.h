// Checks shared by the requests that ask for fits.
#ifndef FITD_SERVER_VALIDATE_FIT_PARTS_H_
#define FITD_SERVER_VALIDATE_FIT_PARTS_H_

#include <string>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/map.h"
#include "google/protobuf/repeated_field.h"
#include "server/parameter_scope.h"
#include "server/violations.h"

namespace fitd::server {

using ParameterList = google::protobuf::RepeatedPtrField<v1::Parameter>;

// The first entry of each of the parameters, nullptr where there is none.
std::vector<const v1::Parameter*> match(const ParameterList& parameters,
                                        const ParameterScope& scope);

// Names known and each once, starts finite. Returns the number of free parameters.
int validate_parameters(const ParameterList& parameters, const ParameterScope& scope,
                        Violations& violations);

// Every parameter has a start, or there is an estimate of it. The names have been checked.
void validate_starts(const ParameterList& parameters, const ParameterScope& scope,
                     Violations& violations);

// n parameters are free, which is not 0.
void validate_free_count(int n, std::int64_t max_parameters, Violations& violations);

void validate_options(const v1::FitOptions& options, int n, Violations& violations);

void validate_progress(const v1::ProgressOptions& progress, Violations& violations);

// Every path names a large array of a result.
void validate_return_mask(const google::protobuf::FieldMask& mask, Violations& violations);

// The caller's own labels and identifier.
void validate_notes(const google::protobuf::Map<std::string, std::string>& labels,
                    const std::string& request_id, Violations& violations);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_FIT_PARTS_H_
