import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks for every tile of a pyramid from z0 on and tells the sizes by zoom.
 *
 * <pre>
 * TileWalk ROOT TEMPLATE BOX WHOLE LAST DENSEST CONNECTIONS
 *
 * TEMPLATE   address with {z}, {x} and {y}
 * BOX        west,south,east,north in degrees: to zoom WHOLE all tiles that touch it are asked for, each zoom afresh
 * LAST       deepest zoom; below WHOLE only children of tiles that hold something are asked for, and of those at WHOLE
 *            only the ones of the file DENSEST, a line "x y" for each; "all": every one
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

    String in(String template) {
      return template.replace("{z}", String.valueOf(z)).replace("{x}", String.valueOf(x)).replace("{y}", String.valueOf(y));
    }
  }

  /** @param status of the answer; 204 for a tile that holds nothing */
  private record Size(Tile tile, int status, int raw, int zipped) {}

  private final URI root;
  private final String template;
  private final ExecutorService connections;
  private final ThreadLocal<TileConnection> connection = ThreadLocal.withInitial(this::open);
  private boolean broken;

  private TileWalk(URI root, String template, int connections) {
    this.root = root;
    this.template = template;
    this.connections = Executors.newFixedThreadPool(connections);
  }

  public static void main(String[] a) throws Exception {
    TileWalk walk = new TileWalk(URI.create(a[0]), a[1], Integer.parseInt(a[6]));
    double[] box = Arrays.stream(a[2].split(",")).mapToDouble(Double::parseDouble).toArray();
    walk.walk(box, Integer.parseInt(a[3]), Integer.parseInt(a[4]), a[5]);
    walk.connections.shutdown();
    System.exit(walk.broken ? 1 : 0);
  }

  private void walk(double[] box, int whole, int last, String densest) throws Exception {
    List<Tile> holding = List.of();
    for (int z = 0; z <= whole; z++) {
      holding = zoom(z, touching(box, z));
    }
    if (!densest.equals("all")) {
      Set<Tile> kept = new LinkedHashSet<>();
      for (String line : Files.readAllLines(Path.of(densest))) {
        String[] cell = line.split(" ");
        kept.add(new Tile(whole, Integer.parseInt(cell[0]), Integer.parseInt(cell[1])));
      }
      holding = holding.stream().filter(kept::contains).toList();
    }
    for (int z = whole + 1; z <= last; z++) {
      holding = zoom(z, holding.stream().flatMap(tile -> tile.children().stream()).toList());
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
  private List<Tile> zoom(int z, List<Tile> tiles) throws Exception {
    long begin = System.nanoTime();
    List<Size> sizes = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += AT_A_TIME) {
      List<Future<Size>> asked = new ArrayList<>();
      for (Tile tile : tiles.subList(from, Math.min(tiles.size(), from + AT_A_TIME))) {
        asked.add(connections.submit(() -> size(tile)));
      }
      for (Future<Size> one : asked) {
        sizes.add(one.get());
      }
    }
    List<Size> holding = sizes.stream().filter(size -> size.status() == 200).toList();
    int[] raw = holding.stream().mapToInt(Size::raw).sorted().toArray();
    int[] zipped = holding.stream().mapToInt(Size::zipped).sorted().toArray();
    System.out.printf("z%d: %d asked, %d hold something, %.0f a second%s%n", z, tiles.size(), holding.size(),
        tiles.size() / ((System.nanoTime() - begin) / 1e9), holding.isEmpty() ? "" : "; raw median %d, largest %d at %s; gzip median %d, largest %d at %s".formatted(
            raw[(raw.length - 1) / 2], raw[raw.length - 1], at(holding.stream().filter(s -> s.raw() == raw[raw.length - 1])),
            zipped[(zipped.length - 1) / 2], zipped[zipped.length - 1], at(holding.stream().filter(s -> s.zipped() == zipped[zipped.length - 1]))));
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

  private String at(java.util.stream.Stream<Size> some) {
    return some.findFirst().map(size -> size.tile().in(template)).orElse("");
  }

  private Size size(Tile tile) throws IOException {
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
