import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Asks for every tile of a pyramid from z0 on and tells the sizes by zoom.
 *
 * <pre>
 * TileWalk ROOT BOX WHOLE LAST DENSEST FEWER CONNECTIONS NAME=TEMPLATE...
 *
 * BOX        west,south,east,north in degrees: to zoom WHOLE all tiles that touch it are asked for, each zoom afresh
 * LAST       deepest zoom; below WHOLE only children of tiles that hold something are asked for, and of those at WHOLE
 *            only the ones of the file DENSEST, a line "x y" for each; "all": every one
 * TEMPLATE   address with {z}, {x} and {y}. Tiles of the second set and those after it are parts of the first one's: they are
 *            asked for where the first one's holds something, below WHOLE under the file FEWER
 * </pre>
 *
 * Ends with 1 where a tile is larger than the limits, or is not answered.
 */
public final class TileWalk {

  private static final int MOST_RAW_BYTES = 500_000;
  private static final int MOST_ZIPPED_BYTES = 150_000;
  private static final int AT_A_TIME = 4_096;

  private record Tile(int z, int x, int y) {

    List<Tile> children() {
      return List.of(new Tile(z + 1, 2 * x, 2 * y), new Tile(z + 1, 2 * x + 1, 2 * y),
          new Tile(z + 1, 2 * x, 2 * y + 1), new Tile(z + 1, 2 * x + 1, 2 * y + 1));
    }

    Tile ancestor(int zoom) {
      return new Tile(zoom, x >> z - zoom, y >> z - zoom);
    }

    String in(String template) {
      return template.replace("{z}", String.valueOf(z)).replace("{x}", String.valueOf(x)).replace("{y}", String.valueOf(y));
    }
  }

  /** @param status of the answer; 204 for a tile that holds nothing */
  private record Size(Tile tile, int status, int raw, int zipped) {}

  /** @param template of the addresses of its tiles */
  private record TileSet(String name, String template) {}

  private final URI root;
  private final List<TileSet> sets;
  private final ExecutorService connections;
  private final ThreadLocal<TileConnection> connection = ThreadLocal.withInitial(this::open);
  private boolean broken;

  private TileWalk(URI root, List<TileSet> sets, int connections) {
    this.root = root;
    this.sets = sets;
    this.connections = Executors.newFixedThreadPool(connections);
  }

  public static void main(String[] a) throws Exception {
    List<TileSet> sets = Arrays.stream(a, 7, a.length).map(set -> set.split("=", 2)).map(set -> new TileSet(set[0], set[1])).toList();
    TileWalk walk = new TileWalk(URI.create(a[0]), sets, Integer.parseInt(a[6]));
    double[] box = Arrays.stream(a[1].split(",")).mapToDouble(Double::parseDouble).toArray();
    int whole = Integer.parseInt(a[2]);
    walk.walk(box, whole, Integer.parseInt(a[3]), cells(a[4], whole), cells(a[5], whole));
    walk.connections.shutdown();
    System.exit(walk.broken ? 1 : 0);
  }

  /** Which tiles of a zoom are gone into. */
  private static Predicate<Tile> cells(String file, int zoom) throws IOException {
    if (file.equals("all")) {
      return tile -> true;
    }
    Set<Tile> cells = new HashSet<>();
    for (String line : Files.readAllLines(Path.of(file))) {
      String[] cell = line.split(" ");
      cells.add(new Tile(zoom, Integer.parseInt(cell[0]), Integer.parseInt(cell[1])));
    }
    return cells::contains;
  }

  private void walk(double[] box, int whole, int last, Predicate<Tile> densest, Predicate<Tile> fewer) throws Exception {
    List<Tile> holding = List.of();
    for (int z = 0; z <= last; z++) {
      holding = zoom(sets.get(0), z, z <= whole ? touching(box, z)
          : holding.stream().flatMap(tile -> tile.children().stream()).toList());
      List<Tile> some = z <= whole ? holding : holding.stream().filter(tile -> fewer.test(tile.ancestor(whole))).toList();
      for (TileSet part : sets.subList(1, sets.size())) {
        zoom(part, z, some);
      }
      if (z == whole) {
        holding = holding.stream().filter(densest).toList();
      }
    }
  }

  private static List<Tile> touching(double[] box, int z) {
    int side = 1 << z;
    List<Tile> tiles = new ArrayList<>();
    for (int y = row(box[3], side); y <= row(box[1], side); y++) {
      for (int x = column(box[0], side); x <= column(box[2], side); x++) {
        tiles.add(new Tile(z, x, y));
      }
    }
    return tiles;
  }

  private static int column(double degrees, int side) {
    return within((degrees + 180) / 360 * side, side);
  }

  private static int row(double degrees, int side) {
    double radians = Math.toRadians(degrees);
    return within((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2 * side, side);
  }

  private static int within(double cell, int side) {
    return (int) Math.max(0, Math.min(side - 1, Math.floor(cell)));
  }

  /** Asks for the tiles, tells about them, and gives those that hold something. */
  private List<Tile> zoom(TileSet set, int z, List<Tile> tiles) throws Exception {
    String template = set.template();
    long begin = System.nanoTime();
    List<Size> sizes = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += AT_A_TIME) {
      List<Future<Size>> asked = new ArrayList<>();
      for (Tile tile : tiles.subList(from, Math.min(tiles.size(), from + AT_A_TIME))) {
        asked.add(connections.submit(() -> size(tile, template)));
      }
      for (Future<Size> one : asked) {
        sizes.add(one.get());
      }
    }
    List<Size> holding = sizes.stream().filter(size -> size.status() == 200).toList();
    int[] raw = holding.stream().mapToInt(Size::raw).sorted().toArray();
    int[] zipped = holding.stream().mapToInt(Size::zipped).sorted().toArray();
    System.out.printf("%s z%d: %d asked, %d hold something, %.0f a second%s%n", set.name(), z, tiles.size(), holding.size(),
        tiles.size() / ((System.nanoTime() - begin) / 1e9), holding.isEmpty() ? "" : "; raw median %d, largest %d at %s; gzip median %d, largest %d at %s".formatted(
            raw[(raw.length - 1) / 2], raw[raw.length - 1], at(holding.stream().filter(s -> s.raw() == raw[raw.length - 1]), template),
            zipped[(zipped.length - 1) / 2], zipped[zipped.length - 1], at(holding.stream().filter(s -> s.zipped() == zipped[zipped.length - 1]), template)));
    for (Size size : sizes) {
      if (size.status() != 200 && size.status() != 204) {
        broken = true;
        System.out.println("NOT ANSWERED: " + size.tile().in(template) + ", status " + size.status());
      } else if (size.raw() > MOST_RAW_BYTES || size.zipped() > MOST_ZIPPED_BYTES) {
        broken = true;
        System.out.printf("TOO LARGE: %s, %d raw, %d gzip%n", size.tile().in(template), size.raw(), size.zipped());
      }
    }
    return holding.stream().map(Size::tile).toList();
  }

  private static String at(Stream<Size> some, String template) {
    return some.findFirst().map(size -> size.tile().in(template)).orElse("");
  }

  private Size size(Tile tile, String template) throws IOException {
    TileConnection.Answer answer = connection.get().get(tile.in(template), null);
    boolean held = answer.status() == 200;
    return new Size(tile, answer.status(), held ? answer.raw().length : 0, held ? answer.bytes() : 0);
  }

  private TileConnection open() {
    try {
      return new TileConnection(root);
    } catch (IOException refused) {
      throw new java.io.UncheckedIOException(refused);
    }
  }
}
