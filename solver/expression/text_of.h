// A graph as text.
#ifndef FITD_SOLVER_EXPRESSION_TEXT_OF_H_
#define FITD_SOLVER_EXPRESSION_TEXT_OF_H_

#include <cstddef>
#include <span>
#include <string>

#include "solver/expression/graph.h"

namespace fitd::expression {

// `root` in the language of parser.h, its parameters by their names; functions that the language
// lacks by the names of operation.h. Empty where it would have more than `most` characters: what
// a graph shares, a text repeats. `root` needs no predictor.
std::string text_of(const Graph& graph, NodeId root, std::span<const std::string> names,
                    std::size_t most = 120);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_TEXT_OF_H_
