package org.mingjie.search;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.mingjie.problem.QueryParameters;
import org.mingjie.time.LegalDay;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/reverse?lon=&lat=&date=&limit=}. */
@RestController
@Tag(name = "检索")
class ReverseController {

  private static final int MOST = 50;
  private static final int USUAL = 10;
  private static final int MOST_TOLERANCE = 1000;

  private final ReverseService reverse;

  ReverseController(ReverseService reverse) {
    this.reverse = reverse;
  }

  @Operation(summary = "一个位置在哪些区划里、附近有哪些地名，今天的或者历史上某一天的", operationId = "reverse")
  @ApiResponse(responseCode = "200", description = "所在的区划从大到小，每级一个，附近的地名从近到远；都没有的话是空的。"
      + "在界线上或界线交会处也只取一个：取这个位置落在其中的；正好压在几个的界线上时，取区划代码最小的，boundaryBetween 里是界线分开的各个（其中级别最高的一级）")
  @Parameter(name = "lon", in = ParameterIn.QUERY, required = true, description = "经度（度，CGCS2000）", example = "113.13",
      schema = @Schema(type = "number", minimum = "-180", maximum = "180"))
  @Parameter(name = "lat", in = ParameterIn.QUERY, required = true, description = "纬度（度，CGCS2000）", example = "27.83",
      schema = @Schema(type = "number", minimum = "-90", maximum = "90"))
  @Parameter(name = "date", in = ParameterIn.QUERY, description = "哪一天的（北京时间），年在 0001 至 9999 之间；不给就是今天", example = "2016-07-31",
      schema = @Schema(type = "string", format = "date"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "附近的地名最多几个", example = "10",
      schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST, defaultValue = "" + USUAL))
  @Parameter(name = "tolerance", in = ParameterIn.QUERY, description = "离界线几米以内算在界线上；图上指的位置没有测量的准", example = "30",
      schema = @Schema(type = "number", minimum = "0", maximum = "" + MOST_TOLERANCE, defaultValue = "0.1"))
  @GetMapping("/api/reverse")
  ResponseEntity<Surroundings> reverse(HttpServletRequest request) {
    QueryParameters parameters = new QueryParameters(request, Set.of("lon", "lat", "date", "limit", "tolerance"));
    double[] lon = parameters.numbers("lon", 1, "113.13");
    double[] lat = parameters.numbers("lat", 1, "27.83");
    LocalDate day = parameters.day("date");
    int limit = parameters.whole("limit", 1, MOST, USUAL);
    double[] tolerance = parameters.metres("tolerance", "30");
    if (tolerance != null && (tolerance[0] < 0 || tolerance[0] > MOST_TOLERANCE)) {
      parameters.fault("tolerance", "须在 0 至 %d 米之间".formatted(MOST_TOLERANCE));
    }
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
        .body(reverse.around(Objects.requireNonNull(lon)[0], Objects.requireNonNull(lat)[0],
            day == null ? LegalDay.today(Clock.systemUTC()) : day, limit, tolerance == null ? ReverseService.ON_THE_LINE_METRES : tolerance[0]));
  }
}
