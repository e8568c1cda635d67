package org.mingjie.cartography;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /tiles/relief/{z}/{x}/{y}.png}. The height model never changes while the program runs. */
@RestController
@Tag(name = "瓦片")
class ReliefController {

  private static final long MOST_BYTES = 48L << 20;
  private static final CacheControl A_DAY = CacheControl.maxAge(Duration.ofDays(1)).cachePublic();

  private final Relief relief;
  private final Cache<Long, byte[]> cache = Caffeine.newBuilder()
      .maximumWeight(MOST_BYTES).weigher((Long key, byte[] png) -> png.length + 64).build();

  ReliefController(Relief relief) {
    this.relief = relief;
  }

  @Operation(summary = "一张地形瓦片（PNG），只有样本区域有", operationId = "reliefTile")
  @ApiResponse(responseCode = "200", description = "瓦片", content = @Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(responseCode = "204", description = "这里什么也没有", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这一级，或者行列号出界")
  @GetMapping("/tiles/relief/{z}/{x}/{y}.png")
  ResponseEntity<byte[]> tile(
      @Parameter(description = "级别", example = "9", schema = @Schema(type = "integer", minimum = "" + Relief.MIN_ZOOM, maximum = "" + Relief.MAX_ZOOM)) @PathVariable int z,
      @Parameter(description = "列号，0 至 2 的级别次方减 1", example = "417", schema = @Schema(type = "integer", minimum = "0")) @PathVariable int x,
      @Parameter(description = "行号，0 至 2 的级别次方减 1", example = "215", schema = @Schema(type = "integer", minimum = "0")) @PathVariable int y) {
    if (z < Relief.MIN_ZOOM || z > Relief.MAX_ZOOM || x < 0 || y < 0 || x >= 1 << z || y >= 1 << z) {
      ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
          "没有瓦片 %d/%d/%d：级别 %d 至 %d".formatted(z, x, y, Relief.MIN_ZOOM, Relief.MAX_ZOOM));
      problem.setTitle("没有这张瓦片");
      throw new ErrorResponseException(HttpStatus.NOT_FOUND, problem, null);
    }
    byte[] png = cache.get((long) z << 40 | (long) x << 20 | y, key -> relief.tile(z, x, y));
    return png.length == 0 ? ResponseEntity.noContent().cacheControl(A_DAY).build()
        : ResponseEntity.ok().cacheControl(A_DAY).contentType(MediaType.IMAGE_PNG).body(png);
  }
}
