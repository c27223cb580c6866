package fitd.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of NIST's Statistical Reference Datasets for nonlinear regression, with one predictor.
 *
 * @param name as NIST writes it, for example "Kirby2"
 */
record NistSet(String name, List<Parameter> parameters, double[] x, double[] y) {

  /**
   * A line {@code b1 = start1 start2 certified deviation}.
   *
   * @param start start 1, the farther one
   * @param deviation the certified standard deviation
   */
  record Parameter(String name, double start, double certified, double deviation) {}

  private static final Pattern NAME = Pattern.compile("^Dataset Name:\\s+(\\S+)", Pattern.MULTILINE);
  private static final Pattern COLUMNS =
      Pattern.compile("^Data:\\s+y\\s+x\\s*$", Pattern.MULTILINE);
  private static final Pattern PARAMETER =
      Pattern.compile("^\\s*(b\\d+) =\\s+(\\S+)\\s+\\S+\\s+(\\S+)\\s+(\\S+)\\s*$", Pattern.MULTILINE);

  static NistSet read(Path path) throws IOException {
    String text = Files.readString(path);
    String name = find(NAME, text, path).group(1);
    int rowsStart = find(COLUMNS, text, path).end();
    List<Parameter> parameters =
        PARAMETER.matcher(text).results()
            .map(m -> new Parameter(m.group(1), Double.parseDouble(m.group(2)),
                Double.parseDouble(m.group(3)), Double.parseDouble(m.group(4))))
            .toList();
    double[][] rows =
        text.substring(rowsStart).lines()
            .filter(Predicate.not(String::isBlank))
            .map(line -> numbers(line, path))
            .toArray(double[][]::new);
    double[] y = Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
    double[] x = Arrays.stream(rows).mapToDouble(row -> row[1]).toArray();
    return new NistSet(name, parameters, x, y);
  }

  /** The catalogue's name of the set's model. */
  String model() {
    return "nist_" + name.toLowerCase(Locale.ROOT);
  }

  private static Matcher find(Pattern pattern, String text, Path path) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          path + ": not a NIST file of one predictor: no line " + pattern);
    }
    return matcher;
  }

  private static double[] numbers(String line, Path path) {
    double[] row =
        Arrays.stream(line.trim().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
    if (row.length != 2) {
      throw new IllegalArgumentException(path + ": '" + line + "' is not a row of data");
    }
    return row;
  }
}
