package org.mingjie.feature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.mingjie.tile.TileSets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OGC API - Tiles - Part 1: Core (OGC 20-057): the tiles themselves are served by the tile module. */
@Component
class TilesBlock implements BuildingBlock {

  private final TileSets tiles;
  private final JsonMapper mapper;

  TilesBlock(TileSets tiles, JsonMapper mapper) {
    this.tiles = tiles;
    this.mapper = mapper;
  }

  @Override
  public List<String> conformance() {
    return TileSets.CONFORMANCE;
  }

  @Override
  public List<Link> landingLinks(Ask ask) {
    return links(tiles.landingLinks(ask.address("")));
  }

  @Override
  public List<Link> links(ItemCollection collection, Ask ask) {
    return links(tiles.collectionLinks(ask.address(""), collection.id()));
  }

  @Override
  public void define(ObjectNode definition) {
    ObjectNode parameters = (ObjectNode) definition.at("/components/parameters");
    choice(parameters.putObject("fOfTiles").put("name", "f").put("in", "query").put("required", false).put("description", "形式"), List.of("json"));
    choice(parameters.putObject("tileMatrixSetId").put("name", "tileMatrixSetId").put("in", "path").put("required", true)
        .put("description", "瓦片矩阵集"), List.of("WebMercatorQuad"));
    choice(parameters.putObject("tiledCollectionId").put("name", "tiledCollectionId").put("in", "path").put("required", true)
        .put("description", "有瓦片的集合"), TileSets.collections());
    try (InputStream resource = new ClassPathResource("openapi-tiles.json", TilesBlock.class).getInputStream()) {
      ObjectNode paths = (ObjectNode) definition.get("paths");
      mapper.readTree(resource).properties().forEach(path -> paths.set(path.getKey(), path.getValue()));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static void choice(ObjectNode parameter, List<String> values) {
    ArrayNode allowed = parameter.putObject("schema").put("type", "string").putArray("enum");
    values.forEach(allowed::add);
  }

  private static List<Link> links(List<TileSets.TileLink> links) {
    return links.stream().map(l -> new Link(l.href(), l.rel(), l.type(), l.title())).toList();
  }
}
