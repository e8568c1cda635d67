package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.SampleTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Map and search are of one mind: what has its name on the map is found by that name, and what is found is on the map where it is. */
class MapAndSearchTest extends SampleTest {

  private static final int LAST_ZOOM_READ_WHOLE = 14;
  private static final List<String> WITH_NAMES = List.of("division_label", "place", "road", "water");

  /** Of one name there may be many; each page has fifty. */
  private static final int MOST_PAGES = 20;

  /** What the search may find today: not what is past, and only what has a geometry that holds today. */
  private static final String PLACED = """
      SELECT p.code, max(coalesce(s.written, s.name)) AS name FROM place_search s JOIN place p ON p.id = s.place_id AND p.status = 'current'
      WHERE s.name_status IN ('standard', 'unverified')
        AND (EXISTS (SELECT 1 FROM place_geometry g WHERE g.place_id = p.id AND g.valid @> current_date)
          OR EXISTS (SELECT 1 FROM division d JOIN division_geometry g ON g.division_id = d.id AND g.valid @> current_date
                     WHERE d.place_id = p.id AND d.valid @> current_date))
      GROUP BY p.code ORDER BY p.code
      """;

  private static final Map<String, Map<String, JsonNode>> ANSWERS = new HashMap<>();

  @LocalServerPort private int port;
  private TileClient client;

  @BeforeEach
  void open() {
    client = new TileClient(port);
  }

  @Test
  @Tag("long")
  void everyNameOnTheMapIsFoundByTheSearchAsTheSamePlace() {
    Map<String, Set<String>> codesByName = new TreeMap<>();
    Set<String> withoutCode = new TreeSet<>();
    for (SampleTiles.At at : SampleTiles.all(client, LAST_ZOOM_READ_WHOLE)) {
      for (String layer : WITH_NAMES) {
        at.tile().features(layer).stream().filter(f -> !f.text("name").isEmpty()).forEach(f -> {
          codesByName.computeIfAbsent(f.text("name"), n -> new TreeSet<>()).add(f.text("code"));
          if (f.text("code").isEmpty()) {
            withoutCode.add(layer + " " + f.text("name"));
          }
        });
      }
    }
    assertThat(codesByName).hasSizeGreaterThan(1_000);
    assertThat(withoutCode).isEmpty();
    Map<String, Set<String>> missing = new TreeMap<>();
    codesByName.forEach((name, codes) -> {
      Set<String> left = new TreeSet<>(codes);
      left.removeAll(found(name, codes));
      if (!left.isEmpty()) {
        missing.put(name, left);
      }
    });
    assertThat(missing).as("names on the map that the search does not find as the same place").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"place,tile_feature,layer = 'place'", "'road,water,ground',tile_feature,layer <> 'place'", "road,tile_feature,layer = 'road'", "ground,tile_feature,layer = 'ground'", "'division,boundary',tile_area,band = 16"})
  void theBoundsTellWhereTheFeaturesAreAndNoLess(String layers, String table, String these) {
    List<Double> whole = database().sql("SELECT unnest(ARRAY[min(st_xmin(g)), min(st_ymin(g)), max(st_xmax(g)), max(st_ymax(g))]) FROM (SELECT st_transform(g3857, 4490) AS g FROM %s WHERE %s) x"
        .formatted(table, these)).query(Double.class).list();
    List<Double> told = client.json("/tiles/base.json?layers=" + layers).get("bounds").valueStream().map(JsonNode::asDouble).toList();
    for (int side = 0; side < 4; side++) {
      double room = side < 2 ? whole.get(side) - told.get(side) : told.get(side) - whole.get(side);
      assertThat(room).as("side %d of %s, %s", side, told, whole).isBetween(0.0, 0.0003);
    }
  }

  @Test
  @Tag("long")
  void everyPlaceThatIsFoundIsOnTheMapWhereTheSearchPutsIt() {
    Map<String, String> placed = new TreeMap<>();
    database().sql("SET search_path = app, public").update();
    database().sql(PLACED).query((row, n) -> placed.put(row.getString("code"), row.getString("name"))).list();
    assertThat(placed).hasSizeGreaterThan(1_000);
    Map<String, Set<String>> namesToAsk = new TreeMap<>();
    placed.forEach((code, name) -> namesToAsk.computeIfAbsent(name, n -> new TreeSet<>()).add(code));
    Map<String, JsonNode> hits = new HashMap<>();
    namesToAsk.forEach((name, codes) -> hits.putAll(hits(name, codes)));
    Set<String> notFound = new TreeSet<>(placed.keySet());
    notFound.removeAll(hits.keySet());
    assertThat(notFound).as("current, placed, in the search's table, and not found by the name").isEmpty();
    Map<String, MvtTile> tiles = new HashMap<>();
    List<String> amiss = new ArrayList<>();
    placed.forEach((code, name) -> {
      JsonNode point = hits.get(code).get("point");
      if (!isShown(code, hits.get(code).get("name").asString(), point.get(0).asDouble(), point.get(1).asDouble(), tiles)) {
        amiss.add("%s %s %s %s".formatted(code, name, hits.get(code).get("class").asString(), point));
      }
    });
    assertThat(amiss).as("found, and not in the nearest tile at its position").isEmpty();
  }

  private boolean isShown(String code, String name, double longitude, double latitude, Map<String, MvtTile> tiles) {
    int z = TileAddress.MAX_ZOOM;
    double x = (longitude + 180) / 360 * (1 << z);
    double y = (1 - Math.log(Math.tan(Math.PI / 4 + Math.toRadians(latitude) / 2)) / Math.PI) / 2 * (1 << z);
    MvtTile tile = tiles.computeIfAbsent("/tiles/base/%d/%d/%d.mvt".formatted(z, (int) x, (int) y), client::tile);
    return tile.layers().entrySet().stream().anyMatch(layer -> layer.getValue().features().stream().anyMatch(feature ->
        feature.text("code").equals(code) && feature.text("name").equals(name)
            && (!layer.getKey().equals("place") || isAt(feature.parts().get(0).get(0), layer.getValue().extent(), x - (int) x, y - (int) y))));
  }

  /** Within one unit of the tile's grid: at zoom 16 some fifteen centimetres. */
  private static boolean isAt(int[] position, int extent, double x, double y) {
    return Math.abs(position[0] - x * extent) <= 1 && Math.abs(position[1] - y * extent) <= 1;
  }

  private Set<String> found(String name, Set<String> codes) {
    Map<String, JsonNode> hits = hits(name, codes);
    Set<String> found = new HashSet<>(codes);
    found.removeIf(code -> !hits.containsKey(code) || !hits.get(code).get("name").asString().equals(name));
    return found;
  }

  /** What the search answers to a name, by code; both tests ask much the same. */
  private Map<String, JsonNode> hits(String name, Set<String> codes) {
    Map<String, JsonNode> known = ANSWERS.get(name);
    return known != null && known.keySet().containsAll(codes) ? known : ANSWERS.merge(name, pages(name, codes), (before, now) -> now);
  }

  /** Reads on until all codes are met or there is no more. */
  private Map<String, JsonNode> pages(String name, Set<String> codes) {
    Map<String, JsonNode> hits = new HashMap<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES && !hits.keySet().containsAll(codes); page++) {
      JsonNode answer = client.json("/api/search?limit=50&q=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + cursor);
      answer.get("results").forEach(hit -> hits.put(hit.get("code").asString(), hit));
      if (answer.get("next").isNull()) {
        return hits;
      }
      cursor = "&cursor=" + answer.get("next").asString();
    }
    return hits;
  }
}
