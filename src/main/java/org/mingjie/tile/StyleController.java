package org.mingjie.tile;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mingjie.cartography.MapStyle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * {@code /tiles/base/style.json}: a MapLibre style (version 8), with which other programs draw the tiles as our own map
 * does. It has no {@code glyphs}: MapLibre then takes the fonts of the machine, and QGIS does so always.
 */
@RestController
@Tag(name = "瓦片")
@CrossOrigin(methods = {RequestMethod.GET, RequestMethod.HEAD}, exposedHeaders = HttpHeaders.ETAG)
class StyleController {

  private final MapStyle style;
  private final TileSets sets;
  private final TileDocuments documents;

  StyleController(MapStyle style, TileSets sets, TileDocuments documents) {
    this.style = style;
    this.sets = sets;
    this.documents = documents;
  }

  @Operation(summary = "MapLibre 样式（第 8 版）：QGIS、MapLibre 等用它把矢量瓦片画成本站地图的样子", operationId = "mapStyle")
  @ApiResponse(responseCode = "200", description = "样式，里面有瓦片的地址；没有 glyphs，注记用阅读者机器上的字体", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)))
  @ApiResponse(responseCode = "304", description = "与 If-None-Match 所说的相同", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这套瓦片")
  @ApiResponse(responseCode = "412", description = "内容不是 If-Match 所说的；弱的 ETag 与它从不相符")
  @TileParameters
  @GetMapping(path = {"/tiles/{set}/style.json", "/tiles/{set}/style.json/"}, produces = MediaType.APPLICATION_JSON_VALUE)
  void style(@PathVariable String set, HttpServletRequest request, HttpServletResponse response) throws IOException {
    TileSets.require(set);
    TileAsk ask = new TileAsk(request, TileAsk.OF_A_SET);
    ask.checkDay();
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    String root = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
    documents.send(style(sets.tileJson(root, query, ask.layers()), ask.layers()), request, response);
  }

  private Map<String, Object> style(Map<String, Object> tileJson, Set<TileLayer> layers) {
    Map<String, Object> source = new LinkedHashMap<>(Map.of("type", "vector"));
    List.of("attribution", "scheme", "tiles", "minzoom", "maxzoom", "bounds").forEach(key -> source.put(key, tileJson.get(key)));
    List<?> center = (List<?>) tileJson.get("center");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", 8);
    json.put("name", tileJson.get("description"));
    json.put("center", center.subList(0, 2));
    json.put("zoom", center.get(2));
    json.put("sources", Map.of(MapStyle.SOURCE, source));
    json.put("layers", style.layers(layers.stream().map(TileLayer::id).toList()));
    return json;
  }
}
