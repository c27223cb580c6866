#include "server/unary_call.h"

#include <exception>
#include <utility>
#include <variant>

#include "server/fit_intake.h"
#include "server/grpc_status.h"
#include "server/rpc_status.h"

namespace fitd::server {
namespace {

// What a call and the worker that computes it share.
class UnarySession final : public LiveCall {
 public:
  UnarySession(grpc::ServerUnaryReactor& reactor, WorkerPool& pool, WorkId id)
      : reactor_(reactor), pool_(pool), id_(id) {}

  void run(const UnaryWork& work, Ticket& ticket) {
    ticket.start();
    absl::Status status;
    try {
      status = stop_.stop_requested() ? cancelled() : work(stop_.get_token());
    } catch (const std::exception&) {
      status = absl::InternalError("the computation failed by a defect of the server");
    }
    ticket.release();
    finish(status);
  }

  void abort(const absl::Status& status) override {
    stop_.request_stop();
    if (pool_.remove(id_)) finish(status);
  }

  Clock::time_point sending_since() const override { return Clock::time_point::max(); }
  void drop() override {}

 private:
  void finish(const absl::Status& status) { reactor_.Finish(to_grpc(status)); }

  grpc::ServerUnaryReactor& reactor_;  // lives until finish()
  WorkerPool& pool_;
  const WorkId id_;
  std::stop_source stop_;
};

class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(grpc::CallbackServerContext& context, const UnaryParts& parts)
      : context_(context),
        parts_(parts),
        id_(parts.pool.next_id()),
        session_(std::make_shared<UnarySession>(*this, parts.pool, id_)) {}

  void begin(const std::string& client, Cost cost, UnaryWork work) {
    if (!parts_.live_calls.enter(session_)) {
      Finish(to_grpc(absl::UnavailableError("the server is shutting down; call another")));
      return;
    }
    auto admitted = parts_.admission.admit(client, cost);
    if (const auto* refusal = std::get_if<Refusal>(&admitted)) {
      const absl::Status status = refusal_status(*refusal, parts_.admission);
      add_pushback(context_, status);
      Finish(to_grpc(status));
      return;
    }
    auto ticket = std::make_shared<Ticket>(std::get<Ticket>(std::move(admitted)));
    parts_.pool.submit(
        id_, client, Lane::kNormal,
        [session = session_, work = std::move(work), ticket] { session->run(work, *ticket); });
  }

  void OnCancel() override { session_->abort(cancelled()); }
  void OnDone() override {
    parts_.live_calls.leave(session_);
    delete this;
  }

 private:
  grpc::CallbackServerContext& context_;
  const UnaryParts parts_;
  const WorkId id_;
  const std::shared_ptr<UnarySession> session_;
};

}  // namespace

grpc::ServerUnaryReactor* run_on_pool(grpc::CallbackServerContext& context, const UnaryParts& parts,
                                      const std::string& client, Cost cost, UnaryWork work) {
  auto* call = new UnaryCall(context, parts);
  call->begin(client, cost, std::move(work));
  return call;
}

}  // namespace fitd::server
