package fitd.example;

import fitd.v1.Fit.FitEvent;
import fitd.v1.Fit.FitRequest;
import fitd.v1.Fit.FitResult;
import fitd.v1.Fit.Progress;
import fitd.v1.FitServiceGrpc;
import fitd.v1.ModelServiceGrpc;
import fitd.v1.ModelServiceOuterClass.ListModelsRequest;
import fitd.v1.ModelServiceOuterClass.ListModelsResponse;
import fitd.v1.ModelServiceOuterClass.Model;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** fitd's calls. They throw StatusRuntimeException. */
final class Client implements AutoCloseable {
  private static final int[] PAUSES_MS = {250, 500, 1000, 2000, 4000};

  /** The transport's own notes are silenced; kept here, since the log manager would forget it. */
  private static final Logger TRANSPORT_LOG = Logger.getLogger("io.grpc.netty.shaded");

  static {
    TRANSPORT_LOG.setLevel(Level.WARNING);
  }

  private final ManagedChannel channel;
  private final FitServiceGrpc.FitServiceBlockingStub fits;
  private final ModelServiceGrpc.ModelServiceBlockingStub models;

  /** Connects with the first call to {@code server}, which is {@code host:port}. */
  Client(String server) {
    channel =
        Grpc.newChannelBuilder(server, InsecureChannelCredentials.create())
            // A dead connection is noticed within 30 s. The server permits a ping every 10 s.
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .build();
    fits = FitServiceGrpc.newBlockingStub(channel);
    models = ModelServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  /** The whole catalogue, page by page. */
  List<Model> listModels() {
    List<Model> all = new ArrayList<>();
    ListModelsRequest.Builder request = ListModelsRequest.newBuilder();
    do {
      ListModelsResponse page = retry(() -> models.listModels(request.build()));
      all.addAll(page.getModelsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }

  /** Runs a fit to its end. Where the server goes away, the fit begins anew. */
  FitResult fit(FitRequest request, Consumer<Progress> onProgress) {
    return retry(
        () -> {
          Iterator<FitEvent> events = fits.fit(request);
          while (events.hasNext()) {
            FitEvent event = events.next();
            if (event.hasProgress()) {
              onProgress.accept(event.getProgress());
            }
            if (event.hasResult()) {
              return event.getResult();
            }
          }
          throw endedWithoutResult();
        });
  }

  /**
   * Starts a fit and cancels it after its first report of progress, which is returned. The server
   * stops computing within one evaluation.
   */
  Progress startAndCancel(FitRequest request) {
    // The calls of a context end with it.
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      Iterator<FitEvent> events = call.wrap(() -> fits.fit(request)).call();
      while (events.hasNext()) {
        FitEvent event = events.next();
        if (event.hasProgress() && !event.hasResult()) {
          return event.getProgress();
        }
      }
      throw endedWithoutResult();
    } catch (RuntimeException error) {
      throw error;
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }

  private static StatusRuntimeException endedWithoutResult() {
    return Status.INTERNAL.withDescription("the fit ended without what was asked for")
        .asRuntimeException();
  }

  /**
   * Calls again, after growing pauses, while the server is unavailable. The same call gives the same
   * answer and changes nothing on the server, so that repeating it is safe.
   */
  private static <T> T retry(Supplier<T> call) {
    for (int pause : PAUSES_MS) {
      try {
        return call.get();
      } catch (StatusRuntimeException error) {
        if (error.getStatus().getCode() != Status.Code.UNAVAILABLE) {
          throw error;
        }
        System.err.printf("unavailable, trying again in %d ms: %s%n", pause, error.getMessage());
      }
      sleep(pause);
    }
    return call.get();
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(error).asRuntimeException();
    }
  }
}
