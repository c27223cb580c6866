package fitd.example;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import fitd.v1.ArrayOuterClass.Array;
import fitd.v1.Fit.FitOptions;
import fitd.v1.Fit.FitRequest;
import fitd.v1.Fit.FitResult;
import fitd.v1.Fit.FittedParameter;
import fitd.v1.Fit.Jacobian;
import fitd.v1.Fit.Parameter;
import fitd.v1.Fit.Progress;
import fitd.v1.Fit.ProgressOptions;
import fitd.v1.ModelServiceOuterClass.Model;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a client of fitd does, in one go: lists the models, fits a file of NIST's with progress, shows
 * the result beside the certified values, has a bad request refused, and gives up a long fit.
 */
public final class Example {
  private final Client client;
  private final NistSet set;

  private Example(Client client, NistSet set) {
    this.client = client;
    this.set = set;
  }

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 1) {
      System.err.println("usage: Example FILE.dat, the server in FITD_SERVER (127.0.0.1:50051)");
      System.exit(2);
    }
    String server = System.getenv().getOrDefault("FITD_SERVER", "127.0.0.1:50051");
    try (Client client = new Client(server)) {
      new Example(client, NistSet.read(Path.of(arguments[0]))).run();
    } catch (IOException | RuntimeException error) {
      System.err.println(error);
      System.exit(1);
    }
  }

  private void run() {
    showModels();
    fit();
    sendBadRequest();
    giveUp();
  }

  private void showModels() {
    List<Model> models = client.listModels();
    print("%d models:", models.size());
    models.stream()
        .collect(Collectors.groupingBy(Model::getGroup, TreeMap::new,
            Collectors.mapping(Model::getName, Collectors.joining(" "))))
        .forEach((group, names) -> print("  %s: %s", group, names));
  }

  private void fit() {
    print("%n%s: %d points, model %s", set.name(), set.y().length, set.model());
    FitResult result = client.fit(request().build(), Example::showProgress);
    print("%s", result.getMesg());
    showParameters(result);
    if (result.getIer() < 1 || result.getIer() > 4) {
      throw new IllegalStateException("the fit did not converge");
    }
  }

  /**
   * The fit of the set from its first start, to as many digits as NIST certifies, every iteration
   * reported.
   */
  private FitRequest.Builder request() {
    FitRequest.Builder request =
        FitRequest.newBuilder()
            .setModel(set.model())
            .putPredictors("x", array(set.x()))
            .setY(array(set.y()))
            .setOptions(FitOptions.newBuilder().setFtol(1e-12).setXtol(1e-12))
            .setProgress(
                ProgressOptions.newBuilder().setMinInterval(Duration.getDefaultInstance()));
    for (NistSet.Parameter parameter : set.parameters()) {
      request.addParameters(
          Parameter.newBuilder().setName(parameter.name()).setStart(parameter.start()));
    }
    return request;
  }

  private static Array array(double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return Array.newBuilder().setF64Le(ByteString.copyFrom(bytes)).build();
  }

  private static void showProgress(Progress progress) {
    print("  iteration %3d  nfev %3d  residual norm %.6e",
        progress.getIteration(), progress.getNfev(), progress.getResidualNorm());
  }

  private void showParameters(FitResult result) {
    print("%24s fitted +- error%19s certified +- error", "", "");
    for (int j = 0; j < result.getParametersCount(); ++j) {
      FittedParameter fitted = result.getParameters(j);
      NistSet.Parameter certified = set.parameters().get(j);
      String error =
          fitted.hasStandardError() ? text("%.4e", fitted.getStandardError()) : "none";
      print("  %-8s %20.10e +- %-10s %20.10e +- %.4e", fitted.getName(), fitted.getValue(), error,
          certified.certified(), certified.deviation());
    }
  }

  /** Three mistakes at once: the refusal names each. */
  private void sendBadRequest() {
    print("%nA bad request:");
    double[] y = set.y().clone();
    y[3] = Double.NaN;
    FitRequest.Builder bad = request().setY(array(y));
    bad.addParametersBuilder().setName("width");
    bad.getOptionsBuilder().setFtol(-1);
    try {
      client.fit(bad.build(), progress -> {});
    } catch (StatusRuntimeException error) {
      if (error.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
        throw error;
      }
      showViolations(error);
      return;
    }
    throw new IllegalStateException("the bad request was taken");
  }

  private static void showViolations(StatusRuntimeException error) {
    print("refused: %s", error.getStatus().getDescription());
    com.google.rpc.Status status = StatusProto.fromThrowable(error);
    status.getDetailsList().stream()
        .filter(detail -> detail.is(BadRequest.class))
        .map(Example::unpack)
        .flatMap(bad -> bad.getFieldViolationsList().stream())
        .forEach(wrong -> print("  %s: %s", wrong.getField(), wrong.getDescription()));
  }

  private static BadRequest unpack(com.google.protobuf.Any detail) {
    try {
      return detail.unpack(BadRequest.class);
    } catch (com.google.protobuf.InvalidProtocolBufferException error) {
      throw new IllegalStateException(error);
    }
  }

  /**
   * The same points, repeated to a million, by forward differences: a fit that takes long enough to be
   * given up.
   */
  private void giveUp() {
    print("%nA long fit:");
    FitRequest.Builder request =
        request().putPredictors("x", array(repeat(set.x()))).setY(array(repeat(set.y())));
    request.getOptionsBuilder().setJacobian(Jacobian.JACOBIAN_FORWARD_DIFFERENCE);
    print("cancelled after iteration %d", client.startAndCancel(request.build()).getIteration());
  }

  private static double[] repeat(double[] values) {
    return IntStream.range(0, 1_000_000).mapToDouble(i -> values[i % values.length]).toArray();
  }

  private static void print(String format, Object... values) {
    System.out.println(text(format, values));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
