#include "server/global_layout.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/global_ties.h"
#include "server/resolve_model.h"
#include "server/validate_data.h"
#include "solver/expression/expression_model.h"
#include "solver/expression/limits.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxSetName = 32;

bool is_set_name(const std::string& name) {
  return !name.empty() && name.size() <= kMaxSetName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

absl::Status refused(std::string field, std::string description) {
  Violations violations;
  violations.add(std::move(field), std::move(description));
  return violations.status();
}

// Lays out one request; what it is given must outlive it.
class Planner {
 public:
  Planner(const v1::FitRequest& request, const ModelRegistry& registry)
      : request_(request), registry_(registry), layout_(std::make_shared<GlobalLayout>()) {}

  absl::StatusOr<std::shared_ptr<const GlobalLayout>> run() {
    if (request_.data_sets_size() > kMaxDataSets) {
      return refused("data_sets", absl::StrCat("has ", request_.data_sets_size(),
                                               " entries; at most ", kMaxDataSets, " are taken"));
    }
    if (request_.parameters_size() > static_cast<int>(kMaxGlobalParameters)) {
      return refused("parameters",
                     absl::StrCat("has ", request_.parameters_size(), " entries; at most ",
                                  kMaxGlobalParameters, " are taken"));
    }
    read_shared();
    for (int i = 0; i < request_.data_sets_size(); ++i) {
      if (auto status = add_set(i); !status.ok()) return status;
    }
    check_shared();
    spread_entries();
    tie();
    return std::shared_ptr<const GlobalLayout>(layout_);
  }

 private:
  void fault(std::string field, std::string description) {
    layout_->faults.push_back({std::move(field), std::move(description)});
  }

  void read_shared() {
    for (int k = 0; k < request_.shared_size(); ++k) {
      const std::string& name = request_.shared(k);
      if (!shared_.emplace(name, false).second) {
        fault(absl::StrCat("shared[", k, "]"),
              absl::StrCat("is ", in_quotes(name), " a second time"));
      }
    }
  }

  void check_shared() {
    for (int k = 0; k < request_.shared_size(); ++k) {
      const std::string& name = request_.shared(k);
      if (shared_.at(name)) continue;
      fault(absl::StrCat("shared[", k, "]"),
            absl::StrCat("is ", in_quotes(name), ", a parameter of none of the models"));
    }
  }

  std::string name_of(int i) {
    const std::string& given = request_.data_sets(i).name();
    std::string name = given.empty() ? absl::StrCat(i + 1) : given;
    const std::string path = absl::StrCat("data_sets[", i, "].name");
    if (!is_set_name(name)) {
      fault(path, absl::StrCat("is ", in_quotes(name), "; must be 1 to ", kMaxSetName,
                               " letters, digits and _"));
    } else if (!set_names_.insert(name).second) {
      fault(path, absl::StrCat("is ", in_quotes(name), ", as that of an earlier set"));
    }
    return name;
  }

  // The model, made once for each text and set of predictors.
  absl::StatusOr<ModelPointer> model_of(int i) {
    const v1::DataSet& set = request_.data_sets(i);
    const bool own = !set.model().empty();
    const std::string& text = own ? set.model() : request_.model();
    std::vector<std::string> predictors = names_of(set.predictors());
    std::ranges::sort(predictors);
    const auto [place, fresh] = models_.try_emplace({text, predictors});
    if (!fresh) return place->second;
    const std::string field = own ? absl::StrCat("data_sets[", i, "].model") : "model";
    if (!expression::is_name(text)) text_bytes_ += text.size();
    if (text_bytes_ > expression::kMaxTies) {
      return refused(field, absl::StrCat("brings the expressions of the models to more than ",
                                         expression::kMaxTies, " bytes together"));
    }
    auto model = resolve_model(registry_, field, text, predictors);
    if (model.ok()) place->second = *model;
    return model;
  }

  absl::Status add_set(int i) {
    auto model = model_of(i);
    if (!model.ok()) return model.status();
    SetLayout set;
    set.name = name_of(i);
    set.named = set.model = *model;
    for (const models::ParameterInfo& parameter : set.named->info().parameters) {
      set.parameters.push_back(add_parameter(i, set, parameter));
    }
    layout_->sets.push_back(std::move(set));
    if (layout_->parameters.size() > kMaxGlobalParameters) {
      return refused("data_sets",
                     absl::StrCat("have more than ", kMaxGlobalParameters, " parameters together"));
    }
    return absl::OkStatus();
  }

  int add_parameter(int i, const SetLayout& set, const models::ParameterInfo& parameter) {
    const auto shared = shared_.find(parameter.name);
    const bool is_shared = shared != shared_.end();
    if (is_shared) shared->second = true;
    const std::string name =
        is_shared ? parameter.name : absl::StrCat(parameter.name, "_", set.name);
    const auto [place, fresh] = index_.emplace(name, static_cast<int>(layout_->parameters.size()));
    const int j = place->second;
    if (fresh) {
      layout_->parameters.push_back(parameter);
      layout_->parameters.back().name = name;
      layout_->can_guess.push_back(false);
      layout_->owner.push_back(is_shared ? -1 : i);
      if (!is_shared) own_[parameter.name].push_back(j);
    } else if (!is_shared || layout_->owner[static_cast<std::size_t>(j)] >= 0) {
      fault(absl::StrCat("data_sets[", i, "].name"),
            absl::StrCat("is ", in_quotes(set.name), ", with which ", in_quotes(name),
                         " is the name of two parameters"));
    }
    if (set.named->can_guess()) layout_->can_guess[static_cast<std::size_t>(j)] = true;
    return j;
  }

  int find(const std::string& name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? -1 : found->second;
  }

  void add_entry(int i, const std::string& name) {
    v1::Parameter& entry = *layout_->entries.Add();
    entry = request_.parameters(i);
    entry.set_name(name);
    layout_->origin.push_back(i);
  }

  // An entry by a name that sets have of their own stands for all of these but those that have an
  // entry of their own.
  void spread_entries() {
    std::set<std::string> given;
    for (const auto& parameter : request_.parameters()) given.insert(parameter.name());
    std::set<std::string> spread;
    for (int i = 0; i < request_.parameters_size(); ++i) {
      const std::string& name = request_.parameters(i).name();
      const auto own = own_.find(name);
      if (find(name) >= 0 || own == own_.end()) {
        add_entry(i, name);
      } else if (!spread.insert(name).second) {
        fault(absl::StrCat("parameters[", i, "].name"),
              absl::StrCat("is ", in_quotes(name), " a second time"));
      } else {
        for (const int j : own->second) {
          const std::string& full = layout_->parameters[static_cast<std::size_t>(j)].name;
          if (!given.contains(full)) add_entry(i, full);
        }
      }
    }
  }

  // A parameter of the fit of that name, or the one that the set of parameter `of` has of its own.
  int meaning(const std::string& name, int of) const {
    if (const int j = find(name); j >= 0) return j;
    const int owner = layout_->owner[static_cast<std::size_t>(of)];
    if (owner < 0) return -1;
    return find(absl::StrCat(name, "_", layout_->sets[static_cast<std::size_t>(owner)].name));
  }

  void tie() {
    expression::TieDeclarations declarations;
    std::vector<int> entry_of(layout_->parameters.size(), -1);
    for (const auto& parameter : layout_->parameters) declarations.names.push_back(parameter.name);
    declarations.expressions.resize(declarations.names.size());
    bool any = false;
    for (int e = 0; e < layout_->entries.size(); ++e) {
      const int j = find(layout_->entries[e].name());
      if (j < 0 || entry_of[static_cast<std::size_t>(j)] >= 0) continue;
      entry_of[static_cast<std::size_t>(j)] = e;
      declarations.expressions[static_cast<std::size_t>(j)] = layout_->entries[e].expression();
      any = any || !layout_->entries[e].expression().empty();
    }
    declarations.find = [this](std::string_view name, int of) {
      return meaning(std::string(name), of);
    };
    if (any) {
      auto made = expression::make_ties(declarations, registry_);
      if (const auto* faults = std::get_if<std::vector<expression::TieFault>>(&made)) {
        for (const auto& wrong : *faults) {
          const int e = entry_of[static_cast<std::size_t>(wrong.parameter)];
          fault(absl::StrCat("parameters[", layout_->origin[static_cast<std::size_t>(e)],
                             "].expression"),
                wrong.description);
        }
      } else {
        layout_->ties = std::get<std::shared_ptr<const expression::Ties>>(std::move(made));
      }
    }
    put_in_ties(*layout_);
  }

  const v1::FitRequest& request_;
  const ModelRegistry& registry_;
  std::shared_ptr<GlobalLayout> layout_;
  std::map<std::string, bool> shared_;  // and whether a model has it
  std::set<std::string> set_names_;
  std::map<std::pair<std::string, std::vector<std::string>>, ModelPointer> models_;
  std::size_t text_bytes_ = 0;
  std::unordered_map<std::string, int> index_;  // of the fit's parameters
  // By the name that a model has for them, those that sets have of their own.
  std::unordered_map<std::string, std::vector<int>> own_;
};

}  // namespace

std::string GlobalLayout::model_name() const {
  constexpr std::size_t kMost = 400;
  std::vector<std::string> names;
  std::string joined;
  for (const SetLayout& set : sets) {
    const std::string& name = set.named->info().name;
    if (std::ranges::find(names, name) != names.end()) continue;
    names.push_back(name);
    if (joined.size() + name.size() > kMost) return joined + (joined.empty() ? name : ", ...");
    absl::StrAppend(&joined, joined.empty() ? "" : ", ", name);
  }
  return joined;
}

int GlobalLayout::model_version() const {
  const models::ModelInfo& first = sets.front().named->info();
  const bool one = std::ranges::all_of(
      sets, [&](const SetLayout& set) { return set.named->info().name == first.name; });
  return one ? first.version : 0;
}

absl::StatusOr<std::shared_ptr<const GlobalLayout>> lay_out(const v1::FitRequest& request,
                                                            const ModelRegistry& registry) {
  return Planner(request, registry).run();
}

}  // namespace fitd::server
