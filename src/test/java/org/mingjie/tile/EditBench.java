package org.mingjie.tile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.mingjie.Mingjie;
import org.mingjie.place.PlacesChanged;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Edits of a full registry through the service: how long the row of the registry takes, how long what follows within the
 * same transaction (search, map, revisions), and whether the next request for search, feature and tile after the commit
 * knows it. Run by {@code ./mingjie bench edits}; argument: edits of each kind.
 */
public final class EditBench {

  private static final String[] KINDS = {"rename a village", "move a village", "rename a county", "move a shared vertex of a county"};

  private record Place(UUID id, String code, double x, double y) {}

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final ConfigurableApplicationContext context;
  private final TileClient client;
  private final Edits edits;
  private final Random random = new Random(5);
  private final Map<String, List<double[]>> took = new LinkedHashMap<>();
  private int stale;
  private int asked;

  private EditBench(ConfigurableApplicationContext context) {
    this.context = context;
    jdbc = context.getBean(JdbcClient.class);
    transactions = context.getBean(TransactionOperations.class);
    client = new TileClient(((WebServerApplicationContext) context).getWebServer().getPort());
    edits = new Edits(jdbc, transactions, context);
  }

  public static void main(String[] arguments) {
    try (ConfigurableApplicationContext context = new SpringApplication(Mingjie.class).run()) {
      EditBench bench = new EditBench(context);
      int each = Integer.parseInt(arguments[0]);
      for (int i = 0; i < 2 * each; i++) {
        for (String kind : KINDS) {
          bench.edit(kind, i >= each);   // the first half warms up
        }
      }
      bench.print();
    }
  }

  private void edit(String kind, boolean counts) {
    boolean county = kind.contains("county");
    List<Place> places = jdbc.sql("""
        SELECT p.id, p.code, st_x(g.geom) AS x, st_y(g.geom) AS y FROM place p JOIN place_geometry g ON g.place_id = p.id AND g.role = 'point'
        WHERE p.code >= :code AND p.status = 'current' AND p.class_code = :class ORDER BY p.code LIMIT 1
        """).param("class", county ? "21400" : jdbc.sql("SELECT class_code FROM place WHERE class_code IN ('21610', '22200') LIMIT 1").query(String.class).single())
        .param("code", someCode()).query(Place.class).list();
    if (places.isEmpty()) {
      return;
    }
    Place place = places.get(0);
    String name = "改" + (char) ('一' + random.nextInt(20_000)) + (char) ('一' + random.nextInt(20_000)) + "名";
    double[] times = new double[3];
    boolean[] done = {true};
    transactions.executeWithoutResult(status -> {
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      long start = System.nanoTime();
      switch (kind) {
        case "rename a village", "rename a county" -> {
          jdbc.sql("UPDATE name SET text = :text, specific = NULL, generic = NULL WHERE place_id = :id AND kind = 'name' AND upper_inf(valid)")
              .param("text", name).param("id", place.id()).update();
          edits.changed(place.id());
        }
        case "move a village" -> {
          jdbc.sql("UPDATE place_geometry SET geom = st_translate(geom, 0.0005, 0.0003) WHERE place_id = :id AND role = 'point'").param("id", place.id()).update();
          edits.changed(place.id());
        }
        default -> done[0] = edits.moveVertexOf(random, place.id());
      }
      times[0] = millis(start);
      long following = System.nanoTime();
      context.publishEvent(new PlacesChanged(jdbc.sql("SELECT count(*) FROM changed_place").query(Long.class).single()));
      times[1] = millis(following);
    });
    if (!done[0]) {
      return;
    }
    if (kind.startsWith("rename")) {
      times[2] = requests(place, name);
    }
    if (counts) {
      took.computeIfAbsent(kind, k -> new ArrayList<>()).add(times);
    }
  }

  /** The first requests after the commit. @return milliseconds of all three */
  private double requests(Place place, String name) {
    long start = System.nanoTime();
    check(new String(client.get("/api/search?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8)).body(), StandardCharsets.UTF_8).contains(place.code()));
    check(new String(client.get("/ogc/collections/places/items/" + place.code() + "?f=json").body(), StandardCharsets.UTF_8).contains(name));
    int z = 14;
    int x = (int) ((place.x() + 180) / 360 * (1 << z));
    int y = (int) ((1 - Math.log(Math.tan(Math.PI / 4 + Math.toRadians(place.y()) / 2)) / Math.PI) / 2 * (1 << z));
    check(client.tile("/tiles/base/%d/%d/%d.mvt".formatted(z, x, y)).features("place").stream()
        .filter(f -> place.code().equals(f.text("code"))).allMatch(f -> name.equals(f.text("name"))));
    return millis(start);
  }

  private void check(boolean fresh) {
    asked++;
    stale += fresh ? 0 : 1;
  }

  private String someCode() {
    return "P" + jdbc.sql("SELECT lpad((floor(random() * (SELECT max(substr(code, 2, 11)::bigint) FROM (SELECT max(code) AS code FROM place) m)))::bigint::text, 11, '0')")
        .query(String.class).single();
  }

  private void print() {
    took.forEach((kind, times) -> System.out.printf("%-34s %d edits: registry %s, search and map after it %s%s%n", kind, times.size(),
        spread(times, 0), spread(times, 1), kind.startsWith("rename") ? ", the next search, item and tile together " + spread(times, 2) : ""));
    System.out.printf("stale answers after a commit: %d of %d%n", stale, asked);
  }

  private static String spread(List<double[]> times, int column) {
    double[] sorted = times.stream().mapToDouble(t -> t[column]).sorted().toArray();
    return "%.1f ms (p99 %.1f)".formatted(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]);
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }
}
