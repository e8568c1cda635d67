package org.mingjie.search;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import org.mingjie.time.LegalDay;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/reverse?lon=&lat=&date=&limit=}. */
@RestController
class ReverseController {

  private static final int MOST = 50;

  private final ReverseService reverse;

  ReverseController(ReverseService reverse) {
    this.reverse = reverse;
  }

  @GetMapping("/api/reverse")
  ResponseEntity<Surroundings> reverse(HttpServletRequest request) {
    QueryParameters parameters = new QueryParameters(request, Set.of("lon", "lat", "date", "limit"));
    double[] lon = parameters.numbers("lon", 1, "113.13");
    double[] lat = parameters.numbers("lat", 1, "27.83");
    LocalDate day = parameters.day("date");
    int limit = parameters.whole("limit", 1, MOST, 10);
    if (lon == null) {
      parameters.fault("lon", "要给经度，例如 lon=113.13");
    } else if (lon[0] < -180 || lon[0] > 180) {
      parameters.fault("lon", "须在 -180 至 180 之间");
    }
    if (lat == null) {
      parameters.fault("lat", "要给纬度，例如 lat=27.83");
    } else if (lat[0] < -90 || lat[0] > 90) {
      parameters.fault("lat", "须在 -90 至 90 之间");
    }
    parameters.check();
    return ResponseEntity.ok().cacheControl(CacheControl.noCache())
        .body(reverse.around(java.util.Objects.requireNonNull(lon)[0], java.util.Objects.requireNonNull(lat)[0],
            day == null ? LegalDay.today(Clock.systemUTC()) : day, limit));
  }
}
