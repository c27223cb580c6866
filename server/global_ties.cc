#include "server/global_ties.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "solver/expression/graph.h"
#include "solver/expression/tied_model.h"

namespace fitd::server {
namespace {

// Operations of all models that ties are put into, together.
constexpr std::size_t kMaxTiedOperations = 1 << 18;

void take_untied(GlobalLayout& layout) {
  for (std::size_t j = 0; j < layout.parameters.size(); ++j) {
    if (layout.ties && layout.ties->is_tied(static_cast<int>(j))) continue;
    layout.untied.push_back(layout.parameters[j]);
    layout.untied_can_guess.push_back(layout.can_guess[j]);
  }
}

bool has_ties(const SetLayout& set, const expression::Ties* ties) {
  return ties != nullptr &&
         std::ranges::any_of(set.parameters, [&](int j) { return ties->is_tied(j); });
}

// The fault, if any.
std::string put_in_ties(SetLayout& set, const expression::Ties& ties) {
  auto made = expression::tie_model(set.named, ties, set.parameters);
  if (const auto* wrong = std::get_if<std::string>(&made)) return *wrong;
  const auto model = std::get<std::shared_ptr<const expression::TiedModel>>(std::move(made));
  set.places = model->untied_places();
  set.model = model;
  return "";
}

}  // namespace

void put_in_ties(GlobalLayout& layout) {
  take_untied(layout);
  const expression::Ties* const ties = layout.ties.get();
  std::size_t operations = 0;
  for (std::size_t i = 0; i < layout.sets.size(); ++i) {
    SetLayout& set = layout.sets[i];
    if (!has_ties(set, ties)) {
      for (const int j : set.parameters) {
        set.places.push_back(ties == nullptr ? j : ties->untied_place(j));
      }
      continue;
    }
    const std::string path = absl::StrCat("data_sets[", i, "]");
    if (const auto* formula = set.named->formula()) operations += formula->graph.size();
    if (operations > kMaxTiedOperations) {
      layout.faults.push_back({path, absl::StrCat("brings the models with ties to more than ",
                                                  kMaxTiedOperations, " operations together")});
      return;
    }
    if (std::string wrong = put_in_ties(set, *ties); !wrong.empty()) {
      layout.faults.push_back({path, std::move(wrong)});
    }
  }
}

}  // namespace fitd::server
