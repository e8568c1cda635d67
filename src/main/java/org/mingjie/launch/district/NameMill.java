package org.mingjie.launch.district;

import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;

/**
 * Grinds synthetic place names by the million for benchmarks, spread over the country as real ones are: 31 provinces by
 * weight, about 2,900 counties and 40,000 townships, a heavy tail of names in which 王家村 comes back thousands of times.
 * The counties are numbers, not the real ones; the places are made up.
 */
public final class NameMill {

  private static final String HEADER = "code,name,class,division,lon,lat,importance\n";
  /** Province code, share in thousandths, counties, box west, south, east, north in degrees (well inside the land). */
  private static final double[][] PROVINCES = {
    {11, 10, 16, 116.0, 39.7, 116.9, 40.6}, {12, 8, 16, 117.0, 38.9, 117.8, 39.8}, {13, 50, 167, 114.2, 36.7, 117.8, 40.8}, {14, 35, 117, 111.3, 35.2, 113.5, 39.8},
    {15, 30, 103, 106.0, 40.5, 118.5, 44.0}, {21, 30, 100, 120.5, 40.7, 124.5, 42.8}, {22, 24, 60, 124.0, 42.8, 128.5, 45.0}, {23, 28, 121, 124.5, 45.5, 131.0, 48.0},
    {31, 6, 16, 121.0, 30.9, 121.8, 31.4}, {32, 52, 95, 118.3, 31.5, 120.8, 34.3}, {33, 42, 90, 119.0, 28.3, 121.3, 30.6}, {34, 50, 104, 116.0, 30.0, 118.3, 33.5},
    {35, 32, 84, 116.6, 24.8, 118.9, 27.6}, {36, 44, 100, 114.2, 25.2, 117.3, 29.3}, {37, 66, 136, 115.9, 35.0, 120.3, 37.4}, {41, 72, 158, 111.8, 32.3, 115.5, 35.9},
    {42, 50, 103, 109.5, 29.9, 115.2, 32.3}, {43, 56, 122, 109.8, 25.5, 113.6, 29.3}, {44, 56, 122, 111.0, 22.3, 116.2, 25.0}, {45, 44, 111, 106.5, 22.4, 110.8, 25.3},
    {46, 6, 25, 109.0, 18.7, 110.5, 19.8}, {50, 30, 38, 106.0, 29.0, 108.8, 31.0}, {51, 80, 183, 102.5, 28.0, 107.0, 32.0}, {52, 44, 88, 104.8, 25.3, 108.8, 28.3},
    {53, 44, 129, 99.5, 23.5, 104.5, 27.0}, {54, 8, 74, 88.0, 29.0, 96.0, 31.5}, {61, 42, 107, 107.0, 32.8, 110.3, 37.8}, {62, 30, 86, 102.5, 34.0, 107.5, 37.5},
    {63, 8, 44, 98.0, 35.0, 102.3, 37.3}, {64, 8, 22, 105.5, 36.0, 106.8, 39.0}, {65, 15, 107, 80.0, 40.0, 90.0, 44.5}
  };
  private static final String[] CLASSES = {"22200", "22200", "22200", "22200", "22200", "22200", "22200", "21610", "12100", "13400", "23510", "27300", "24230", "23610", "22100", "25200"};
  /** Townships of a county, about. */
  private static final int TOWNSHIPS = 14;

  private final Dice dice;
  private final String[] surnames = Lexicon.SURNAMES.stream().map(NameMill::plain).toArray(String[]::new);
  private final String[] homes = Lexicon.HOMESTEADS.stream().map(NameMill::plain).toArray(String[]::new);
  private final String[] spots = Lexicon.SPOTS.stream().map(NameMill::plain).toArray(String[]::new);
  private final String[] bases = Lexicon.BASES.stream().map(NameMill::plain).toArray(String[]::new);
  private final String[] prefixes = Lexicon.PREFIXES.stream().map(NameMill::plain).toArray(String[]::new);
  private final String[] streets = Lexicon.NEW_WORDS.stream().map(NameMill::plain).toArray(String[]::new);
  private final int[] provinceOf = new int[1024];
  private final StringBuilder row = new StringBuilder(1 << 16);

  /** @param seed the same seed gives the same rows */
  public NameMill(long seed) {
    dice = new Dice(seed);
    double total = 0;
    for (double[] p : PROVINCES) total += p[1];
    double so = 0;
    int province = 0;
    for (int i = 0; i < provinceOf.length; i++) {
      while (province < PROVINCES.length - 1 && (i + .5) / provinceOf.length > (so + PROVINCES[province][1]) / total) so += PROVINCES[province++][1];
      provinceOf[i] = province;
    }
  }

  /** {@code NameMill COUNT} writes the rows to standard output. */
  public static void main(String[] arguments) throws IOException {
    try (Writer out = new java.io.BufferedWriter(
        new java.io.OutputStreamWriter(System.out, java.nio.charset.StandardCharsets.UTF_8), 1 << 16)) {
      new NameMill(1).write(Long.parseLong(arguments[0]), out);
    }
  }

  /**
   * Writes a CSV with a header: {@code code,name,class,division,lon,lat,importance}; degrees in EPSG:4490 with five
   * decimals, division of nine digits, codes of twelve digits that never repeat.
   *
   * @param count rows without the header, below a hundred thousand million
   */
  public void write(long count, Writer csv) throws IOException {
    csv.write(HEADER);
    for (long i = 0; i < count; i++) {
      row(i);
      if (row.length() < 60_000) continue;
      csv.append(row);
      row.setLength(0);
    }
    csv.append(row);
    row.setLength(0);
    csv.flush();
  }

  private void row(long number) {
    long luck = dice.next();
    double[] p = PROVINCES[provinceOf[(int) (luck & 1023)]];
    int county = (int) ((luck >>> 10 & 0xffff) * (long) p[2] >>> 16);
    int township = (int) ((luck >>> 26 & 0xffff) * TOWNSHIPS >>> 16);
    int kind = (int) (luck >>> 42 & 15);
    digits(row.append('9'), number, 11);
    row.append(',');
    name(kind, dice.next());
    row.append(',').append(CLASSES[kind]).append(',');
    digits(row, (long) p[0], 2);
    digits(row, 1 + county / 15, 2);
    digits(row, 21 + county % 15, 2);
    digits(row, township < 2 ? 1 + township : township < 9 ? 98 + township : 191 + township, 3);
    long where = dice.next();
    row.append(',');
    // a township is a patch of its county's cell of the province's box
    double side = StrictMath.sqrt(p[2]);
    int across = (int) side + 1;
    degrees(p[3] + (p[5] - p[3]) * (county % across + (township % 4 + (where & 0xffff) / 65536.0) / 4) / across);
    row.append(',');
    degrees(p[4] + (p[6] - p[4]) * (county / across + (township / 4 + (where >>> 16 & 0xffff) / 65536.0) / 4) / across);
    row.append(",0.");
    digits(row, thousandths((int) (where >>> 32 & 1023)), 3);
    row.append('\n');
  }

  /** Importance as the classes give it: nine in ten are hamlets, streets and the like, one in twenty-five is known farther off. */
  private static int thousandths(int luck) {
    if (luck < 920) {
      return 100 + 150 * luck / 920;
    }
    return luck < 983 ? 250 + 70 * (luck - 920) / 63 : 321 + 670 * (luck - 983) / 41;
  }

  /** Families first: the cube of chance makes the commonest surnames ten times as common as the middle ones. */
  private void name(int kind, long luck) {
    double a = (luck & 0xffff) / 65536.0;
    double b = (luck >>> 16 & 0xffff) / 65536.0;
    int c = (int) (luck >>> 32 & 0xff);
    switch (kind) {
      case 7 -> row.append(pick(spots, a * a)).append('村');
      case 8 -> row.append(pick(spots, b)).append(c < 150 ? "溪" : c < 210 ? "河" : "沟");
      case 9 -> row.append(pick(spots, b)).append(c < 120 ? "山" : c < 190 ? "岭" : "尖");
      case 10 -> row.append(pick(streets, a * a)).append(c < 120 ? "路" : c < 200 ? "街" : "巷");
      case 11 -> row.append(pick(spots, a)).append(c < 140 ? "小学" : "中学");
      case 12 -> row.append(pick(spots, b)).append("水库");
      case 13 -> row.append(pick(spots, b)).append(c < 60 ? "大桥" : "桥");
      case 14 -> row.append(pick(streets, b)).append("新村");
      case 15 -> row.append(pick(streets, b)).append("公园");
      default -> {
        if (c < 120) row.append(pick(surnames, a * a * a)).append("家").append(c < 44 ? "村" : pick(homes, b * b));
        else if (c < 170) row.append(pick(prefixes, a * a)).append(pick(bases, b * b));
        else if (c < 190) row.append(pick(prefixes, a * a)).append(pick(surnames, b * b * b)).append("家").append(pick(homes, b));
        else row.append(pick(spots, a * a));
      }
    }
  }

  private static String pick(String[] words, double share) {
    return words[(int) (share * words.length)];
  }

  private static void digits(StringBuilder out, long value, int width) {
    long power = 1;
    for (int i = 1; i < width; i++) power *= 10;
    for (; power > 0; power /= 10) out.append((char) ('0' + value / power % 10));
  }

  private void degrees(double value) {
    long hundredThousandths = (long) (value * 1e5);
    row.append(hundredThousandths / 100_000).append('.');
    digits(row, hundredThousandths % 100_000, 5);
  }

  private static String plain(String written) {
    return Term.of(written).text();
  }

  /** How often each name comes in so many rows, for a look at the distribution. */
  Map<String, Integer> frequencies(int rows) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < rows; i++) {
      row.setLength(0);
      row(i);
      String line = row.toString();
      int from = line.indexOf(',') + 1;
      counts.merge(line.substring(from, line.indexOf(',', from)), 1, Integer::sum);
    }
    row.setLength(0);
    return counts;
  }
}
