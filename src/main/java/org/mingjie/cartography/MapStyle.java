package org.mingjie.cartography;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The map's style for other programs: the layers of a MapLibre style, version 8. They are made of the tables from which
 * our own map is painted ({@code web/src/map/style.ts}) by {@code npm run style}, and a test of the web folder holds the
 * two together.
 */
@Service
public class MapStyle {

  /** Under which the layers look for their tiles. */
  public static final String SOURCE = "base";

  private static final String FILE = "maplibre-layers.json";
  private static final TypeReference<LinkedHashMap<String, Object>> IN_ORDER = new TypeReference<>() {};

  /** @param sourceLayer layer of the tiles, empty for the background */
  private record StyleLayer(String sourceLayer, Map<String, Object> definition) {}

  private final List<StyleLayer> layers;

  MapStyle() {
    JsonMapper mapper = JsonMapper.shared();
    try (InputStream file = Objects.requireNonNull(MapStyle.class.getResourceAsStream(FILE), FILE)) {
      layers = mapper.readTree(file).valueStream().map(layer -> new StyleLayer(layer.path("source-layer").asString(""), mapper.convertValue(layer, IN_ORDER))).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Layers from the lowest to the topmost, as the style has them.
   *
   * @param sourceLayers layers of the tiles that there are; the background is always drawn
   */
  public List<Map<String, Object>> layers(List<String> sourceLayers) {
    return layers.stream().filter(layer -> layer.sourceLayer().isEmpty() || sourceLayers.contains(layer.sourceLayer()))
        .map(StyleLayer::definition).toList();
  }
}
