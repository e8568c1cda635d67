package org.mingjie.cartography;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
class ReliefController {

  private static final long MOST_BYTES = 48L << 20;
  private static final CacheControl A_DAY = CacheControl.maxAge(Duration.ofDays(1)).cachePublic();

  private final Relief relief;
  private final Cache<Long, byte[]> cache = Caffeine.newBuilder()
      .maximumWeight(MOST_BYTES).weigher((Long key, byte[] png) -> png.length + 64).build();

  ReliefController(Relief relief) {
    this.relief = relief;
  }

  @GetMapping("/tiles/relief/{z}/{x}/{y}.png")
  ResponseEntity<byte[]> tile(@PathVariable int z, @PathVariable int x, @PathVariable int y) {
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
