// The ties of a global fit, put into the models of its sets.
#ifndef FITD_SERVER_GLOBAL_TIES_H_
#define FITD_SERVER_GLOBAL_TIES_H_

#include "server/global_layout.h"

namespace fitd::server {

// From the parameters, ties and sets of `layout`: its untied parameters, and of each set the model
// that is fitted and its places. What is wrong becomes a fault.
void put_in_ties(GlobalLayout& layout);

}  // namespace fitd::server

#endif  // FITD_SERVER_GLOBAL_TIES_H_
