package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.mingjie.SampleTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The style for other programs fits the tiles. What the rules of MapLibre are, {@code web/test/maplibre.test.ts} asks its validator. */
class StyleTest {

  /** Operators of filters that are followed by the name of a field. */
  private static final Set<String> OF_A_FIELD = Set.of("==", "!=", ">", ">=", "<", "<=", "in", "!in", "has", "!has", "get");
  /** One prefecture, no park with an outline, no main street; not every size of streams. */
  private static final String NOT_IN_THE_SAMPLE = "boundary-2-.*|ribbon-2|park|road-7-major|stream-[23]-[0-9].*";
  private static final List<String> GEOMETRY = List.of("Point", "LineString", "Polygon");

  @Nested
  class OfTheSample extends SampleTest {

    @LocalServerPort private int port;
    private TileClient client;

    @BeforeEach
    void open() {
      client = new TileClient(port);
    }

    @Test
    void everyLayerOfTheTilesIsDrawnAndEveryLayerAndFieldThatItNamesIsInTheTiles() {
      Map<String, Set<String>> inTiles = new TreeMap<>();
      for (SampleTiles.At at : SampleTiles.all(client, 14)) {
        at.tile().layers().forEach((layer, content) -> content.features().forEach(feature ->
            inTiles.computeIfAbsent(layer, l -> new TreeSet<>()).addAll(feature.properties().keySet())));
      }
      Map<String, Set<String>> drawn = new TreeMap<>();
      for (JsonNode layer : client.json("/tiles/base/style.json").get("layers")) {
        if (layer.has("source-layer")) {
          Set<String> fields = drawn.computeIfAbsent(layer.get("source-layer").asString(), l -> new TreeSet<>());
          fields(layer, fields);
        }
      }
      assertThat(drawn.keySet()).isEqualTo(inTiles.keySet()).isEqualTo(new TreeSet<>(TileLayer.ids()));
      drawn.forEach((layer, fields) -> assertThat(inTiles.get(layer)).as(layer).containsAll(fields));
    }

    @Test
    void whatTheSampleHasIsMetByTheFilters() {
      List<JsonNode> layers = client.json("/tiles/base/style.json").get("layers").valueStream().toList();
      Set<String> unmet = new TreeSet<>(layers.stream().filter(l -> l.has("source-layer")).map(l -> l.get("id").asString()).toList());
      Set<String> undrawn = new TreeSet<>();
      for (SampleTiles.At at : SampleTiles.all(client, 14)) {
        at.tile().layers().forEach((name, content) -> content.features().forEach(feature -> {
          List<String> met = layers.stream().filter(l -> l.path("source-layer").asString("").equals(name) && meets(l.get("filter"), feature))
              .map(l -> l.get("id").asString()).toList();
          unmet.removeAll(met);
          if (met.isEmpty()) {
            undrawn.add(name + " " + feature.properties().get("class") + " " + feature.properties().get("level"));
          }
        }));
      }
      assertThat(undrawn).as("features that no layer of the style draws").allMatch(StyleTest::isLeftOutByOurMapToo);
      assertThat(unmet).as("layers of the style that draw nothing").allMatch(id -> id.matches(NOT_IN_THE_SAMPLE));
    }

    @Test
    void itsSourceIsTheTilesWithTheParametersAsked() {
      JsonNode style = client.json("/tiles/base/style.json?layers=road,place&datetime=2020-01-01");
      assertThat(style.get("version").asInt()).isEqualTo(8);
      assertThat(style.at("/sources/base/type").asString()).isEqualTo("vector");
      assertThat(style.at("/sources/base/tiles/0").asString())
          .isEqualTo("http://127.0.0.1:" + port + "/tiles/base/{z}/{x}/{y}.mvt?layers=road,place&datetime=2020-01-01");
      assertThat(style.at("/sources/base/bounds")).isEqualTo(client.json("/tiles/base.json?layers=road,place").get("bounds"));
      assertThat(style.get("layers").valueStream().map(l -> l.path("source-layer").asString("")).distinct()).containsExactlyInAnyOrder("", "road", "place");
      assertThat(style.has("glyphs")).isFalse();
      assertThat(client.get("/tiles/base/style.json").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(client.get("/tiles/base/style.json", "Origin", "https://maps.example.cn").headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void tilesetsAndTheLandingPageLeadToIt() {
      for (String document : List.of("/ogc/collections/divisions/tiles/WebMercatorQuad", "/ogc/collections/places/tiles/WebMercatorQuad",
          "/ogc/collections/roads/tiles/WebMercatorQuad", "/ogc?f=json")) {
        String href = client.json(document).get("links").valueStream().filter(l -> l.get("rel").asString().equals("stylesheet")).findFirst()
            .orElseThrow().get("href").asString();
        JsonNode style = client.json(href.substring(href.indexOf('/', 8)));
        assertThat(style.get("layers").size()).as(document).isGreaterThan(1);
      }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"/tiles/other/style.json 404", "/tiles/base/style.json?layers=roads 400", "/tiles/base/style.json?datetime=x 400",
      "/tiles/base/style.json?f=json 400", "/tiles/base/style.json?layers=road&layers=place 400", "/tiles/base/style.json/ 200"})
    void itsParametersAreCheckedAsThoseOfTheTiles(String address, int status) {
      assertThat(client.get(address).statusCode()).isEqualTo(status);
    }
  }

  @TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
  @Nested
  class BehindAProxy extends RegistryTest {

    @LocalServerPort private int port;

    @Test
    void itsAddressesAreThoseThatClientsSee() {
      byte[] style = new TileClient(port).get("/tiles/base/style.json", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "names.example.cn",
          "X-Forwarded-Prefix", "/gis").body();
      assertThat(JsonMapper.shared().readTree(style).at("/sources/base/tiles/0").asString())
          .isEqualTo("https://names.example.cn/gis/tiles/base/{z}/{x}/{y}.mvt");
    }
  }

  /** Grounds that are neither built-up nor parks. */
  private static boolean isLeftOutByOurMapToo(String feature) {
    return feature.startsWith("ground ");
  }

  private static void fields(JsonNode node, Set<String> fields) {
    if (node.isArray() && node.size() > 1 && OF_A_FIELD.contains(node.get(0).asString("")) && node.get(1).isString() && !node.get(1).asString().equals("$type")) {
      fields.add(node.get(1).asString());
    }
    node.forEach(part -> fields(part, fields));
  }

  /** Filters of the older form, as far as the style has them. */
  private static boolean meets(JsonNode filter, MvtTile.Feature feature) {
    Stream<JsonNode> rest = filter.valueStream().skip(1);
    String operator = filter.get(0).asString();
    switch (operator) {
      case "all":
        return rest.allMatch(f -> meets(f, feature));
      case "any":
        return rest.anyMatch(f -> meets(f, feature));
      case "none":
        return rest.noneMatch(f -> meets(f, feature));
      default:
        return compares(operator, filter, feature);
    }
  }

  private static boolean compares(String operator, JsonNode filter, MvtTile.Feature feature) {
    String field = filter.get(1).asString();
    Object value = field.equals("$type") ? GEOMETRY.get(feature.type() - 1) : feature.properties().get(field);
    List<Object> given = filter.valueStream().skip(2).map(v -> v.isNumber() ? (Object) v.asDouble() : v.asString()).toList();
    switch (operator) {
      case "has":
        return value != null;
      case "in":
      case "==":
        return given.contains(value);
      case "!in":
      case "!=":
        return !given.contains(value);
      default:
        int order = value instanceof String text && given.get(0) instanceof String other ? text.compareTo(other)
            : value instanceof Double number && given.get(0) instanceof Double other ? number.compareTo(other) : Integer.MAX_VALUE;
        if (order == Integer.MAX_VALUE) {
          return false;
        }
        return switch (operator) {
          case ">" -> order > 0;
          case ">=" -> order >= 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          default -> throw new IllegalStateException(operator);
        };
    }
  }
}
