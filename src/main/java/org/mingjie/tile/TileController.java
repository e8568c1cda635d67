package org.mingjie.tile;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** {@code /tiles/base.json} (TileJSON 3) and {@code /tiles/base/{z}/{x}/{y}.mvt} (Mapbox Vector Tile 2). */
@Controller
@Tag(name = "瓦片")
@CrossOrigin(methods = {RequestMethod.GET, RequestMethod.HEAD}, exposedHeaders = HttpHeaders.ETAG)
class TileController {

  static final String TILE = "/tiles/{set}/{z}/{x}/{y}.mvt";

  private final TileAnswers answers;
  private final TileSets sets;
  private final TileDocuments documents;
  private final Clock clock;

  TileController(TileAnswers answers, TileSets sets, TileDocuments documents, ObjectProvider<Clock> clock) {
    this.answers = answers;
    this.sets = sets;
    this.documents = documents;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Operation(summary = "TileJSON 3：矢量瓦片的地址、级别、范围和图层", operationId = "tileJson")
  @ApiResponse(responseCode = "200", description = "TileJSON 3 文档", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)))
  @ApiResponse(responseCode = "304", description = "与 If-None-Match 所说的相同", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这套瓦片")
  @ApiResponse(responseCode = "412", description = "内容不是 If-Match 所说的；弱的 ETag 与它从不相符")
  @TileParameters
  @GetMapping(path = {"/tiles/{set}.json", "/tiles/{set}.json/"}, produces = MediaType.APPLICATION_JSON_VALUE)
  void tileJson(@PathVariable String set, HttpServletRequest request, HttpServletResponse response) throws IOException {
    TileSets.require(set);
    TileAsk ask = new TileAsk(request, TileAsk.OF_A_SET);
    ask.checkDay();
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    String root = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
    documents.send(sets.tileJson(root, query, ask.layers()), request, response);
  }

  @Operation(summary = "一张矢量瓦片（Mapbox Vector Tile 2），空白处答 204", operationId = "vectorTile",
      responses = {
        @ApiResponse(responseCode = "200", description = "瓦片", content = @Content(mediaType = "application/vnd.mapbox-vector-tile", schema = @Schema(type = "string", format = "binary"))),
        @ApiResponse(responseCode = "204", description = "这里什么也没有", content = @Content),
        @ApiResponse(responseCode = "304", description = "与 If-None-Match 所说的相同", content = @Content),
        @ApiResponse(responseCode = "404", description = "没有这套瓦片，没有这一级，或者行列号出界"),
        @ApiResponse(responseCode = "412", description = "内容不是 If-Match 所说的；弱的 ETag 与它从不相符")})
  @TileParameters
  @Parameter(name = "z", in = ParameterIn.PATH, required = true, description = "级别", example = "9",
      schema = @Schema(type = "integer", minimum = "0", maximum = "" + TileAddress.MAX_ZOOM))
  @Parameter(name = "x", in = ParameterIn.PATH, required = true, description = "列号，0 至 2 的级别次方减 1", example = "417",
      schema = @Schema(type = "integer", minimum = "0"))
  @Parameter(name = "y", in = ParameterIn.PATH, required = true, description = "行号，0 至 2 的级别次方减 1", example = "215",
      schema = @Schema(type = "integer", minimum = "0"))
  @GetMapping({TILE, TILE + "/"})
  Object tile(@Parameter(hidden = true) @PathVariable Map<String, String> path, HttpServletRequest request) {
    TileSets.require(path.get("set"));
    TileAsk ask = new TileAsk(request, TileAsk.OF_A_SET);
    return answers.answer(request, path.get("z"), path.get("x"), path.get("y"), ask.layers(), ask.day(clock));
  }
}
