package org.mingjie.place;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.mingjie.problem.Echo;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/places/{code}}: 301 for a merged place, 410 for a retired code, 404 for one never issued. */
@RestController
@Tag(name = "地名")
class PlaceController {

  private final PlaceCards places;

  PlaceController(PlaceCards places) {
    this.places = places;
  }

  @Operation(summary = "一个地名的全部公开资料", operationId = "place")
  @ApiResponse(responseCode = "200", description = "名称、读音、区划、来历、坐标和出处")
  @ApiResponse(responseCode = "301", description = "这个地名并入了另一个，去 Location 所说的地址", content = @Content,
      headers = @Header(name = "Location", description = "接替它的地名", required = true, schema = @Schema(type = "string", format = "uri-reference")))
  @ApiResponse(responseCode = "404", description = "没有这个编号")
  @ApiResponse(responseCode = "410", description = "这个编号已停用；有接替它的，在 successor 里")
  @GetMapping("/api/places/{code}")
  ResponseEntity<PlaceCard> place(
      @Parameter(description = "永久地名代码", example = "P000000000001") @PathVariable("code") PlaceCode asked) {
    String code = asked.text();
    PlaceCards.Answer answer = places.find(code).orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "没有这个地名",
        "没有编号为“%s”的地名，检查编号，或按名称检索".formatted(Echo.brief(code)), null));
    if (answer instanceof PlaceCards.Found found) {
      return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(found.card());
    }
    if (answer instanceof PlaceCards.Moved moved) {
      return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY).location(URI.create("/api/places/" + moved.code())).build();
    }
    String successor = ((PlaceCards.Gone) answer).successor();
    throw problem(HttpStatus.GONE, "这个编号已停用", "编号“%s”已停用%s".formatted(code, successor == null ? "" : "，由 " + successor + " 接替"), successor);
  }

  private static ErrorResponseException problem(
      HttpStatus status, String title, String detail, @org.jspecify.annotations.Nullable String successor) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(title);
    if (successor != null) {
      problem.setProperty("successor", successor);
    }
    return new ErrorResponseException(status, problem, null);
  }
}
