package org.mingjie.place;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Jurisdictions;
import org.mingjie.access.Mandate;
import org.mingjie.access.Refused;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.mingjie.condition.Preconditions;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/corrections/{code}}: what is held of a place and can be corrected, by the place-name clerk whose jurisdiction it lies in. */
@RestController
@Tag(name = "更正")
@SecurityRequirement(name = "session")
class CorrectionController {

  /**
   * @param nameStatus a standard name is not corrected: it changes by a case
   * @param position longitude, latitude, degrees CGCS2000
   */
  record Statements(String code, String name, String nameStatus, @Nullable String spelling, @Nullable String meaning, @Nullable String origin,
      double @Nullable [] position) {}

  /**
   * @param what name, spelling, meaning, origin or position
   * @param value the right words; of a position none; empty: the meaning or the origin is false and nothing is known to put in its place
   * @param position longitude, latitude, degrees CGCS2000; of a position only
   * @param reason why the statement was wrong
   * @param source the paper that proves the right one
   */
  @Schema(requiredProperties = {"what", "reason", "source"})
  record Correction(@Nullable String what, @Nullable String value, @Nullable List<@Nullable Double> position, @Nullable String reason,
      @Nullable String source) {}

  /**
   * @param by name of the person
   * @param onBehalfOf who was away, where somebody acted for him
   * @param what name, spelling, meaning, origin or position
   * @param before text; null where nothing was held, and of a position
   * @param after text; null where the statement was struck out, and of a position
   * @param positionBefore longitude, latitude, degrees CGCS2000; of a position only
   */
  record PastCorrection(Instant at, String by, @Nullable String onBehalfOf, String what, @Nullable String before, @Nullable String after,
      double @Nullable [] positionBefore, double @Nullable [] positionAfter, String reason, String source) {

    static PastCorrection of(PlaceCorrections.Past past) {
      return new PastCorrection(past.at(), past.by(), past.onBehalfOf(), past.what(), past.before() instanceof String text ? text : null,
          past.after() instanceof String text ? text : null, position(past.before()), position(past.after()), past.reason(), past.source());
    }

    private static double @Nullable [] position(@Nullable Object held) {
      return held instanceof List<?> at ? at.stream().mapToDouble(degrees -> ((Number) degrees).doubleValue()).toArray() : null;
    }
  }

  record CorrectionHistory(List<PastCorrection> corrections) {}

  private static final String TAG = "这一版的标记，更正时放在 If-Match 里";
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_WORDS = 2_000;
  private static final int LONGEST_REASON = 500;

  private final PlaceCorrections corrections;
  private final Jurisdictions jurisdictions;

  CorrectionController(PlaceCorrections corrections, Jurisdictions jurisdictions) {
    this.corrections = corrections;
    this.jurisdictions = jurisdictions;
  }

  @Operation(summary = "一个地名现在登记的、可以更正的内容", operationId = "correctable", description = "地名干部看自己管辖范围里的")
  @ApiResponse(responseCode = "200", description = "现在登记的", headers = @Header(name = "ETag", description = TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "404", description = "没有这个地名")
  @GetMapping("/api/corrections/{code}")
  ResponseEntity<Statements> read(@Parameter(description = "永久地名代码", example = "P000000000001") @PathVariable PlaceCode code, @AuthenticationPrincipal SignedIn who) {
    PlaceCorrections.Held held = known(code);
    mandate(who, held);
    return answer(held);
  }

  @Operation(summary = "一个地名的更正记录，新的在前", operationId = "correctionHistory",
      description = "原来是什么、改成什么，谁、何时、为什么、依据什么；地名干部看自己管辖范围里的")
  @ApiResponse(responseCode = "200", description = "更正记录；没有更正过就是空的")
  @ApiResponse(responseCode = "404", description = "没有这个地名")
  @GetMapping("/api/corrections/{code}/history")
  ResponseEntity<CorrectionHistory> history(@Parameter(description = "永久地名代码", example = "P000000000001") @PathVariable PlaceCode code, @AuthenticationPrincipal SignedIn who) {
    PlaceCorrections.Held held = known(code);
    mandate(who, held);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore())
        .body(new CorrectionHistory(corrections.history(held).stream().map(PastCorrection::of).toList()));
  }

  @Operation(summary = "更正一处登记错误", operationId = "correct",
      description = "原来记错了的才是更正，旧的记录留在历史里；情况变了的走办件。要带 If-Match，值是读到的 ETag。"
          + "含义和来历记错了、又没有可靠的说法，value 给空字符串，就是删去；名称、读音、位置不能删去")
  @ApiResponse(responseCode = "200", description = "更正了，地图和检索随即更新", headers = @Header(name = "ETag", description = TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "404", description = "没有这个地名")
  @ApiResponse(responseCode = "412", description = "别人已经更正过")
  @Parameter(name = "If-Match", in = ParameterIn.HEADER, required = true, description = "读到的 ETag，说的是改哪一版", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "428", description = "没有带 If-Match")
  @PostMapping("/api/corrections/{code}")
  ResponseEntity<Statements> correct(@Parameter(description = "永久地名代码", example = "P000000000001") @PathVariable PlaceCode code, @RequestBody Correction correction,
      @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    PlaceCorrections.Held held = known(code);
    Mandate mandate = mandate(who, held);
    if (Preconditions.areBlind(request)) {
      throw Problems.refusal(428, "没有说更正的是哪一版", "请求头里要有 If-Match，值是读这个地名时得到的 ETag，不能是 *");
    }
    PlaceCorrections.Wanted wanted = wanted(held, correction);
    if (Preconditions.of(request).outcome(tag(held)) == Preconditions.Outcome.FAILED) {
      throw changed();
    }
    return answer(corrections.correct(held, wanted, mandate).orElseThrow(CorrectionController::changed));
  }

  private PlaceCorrections.Wanted wanted(PlaceCorrections.Held held, Correction correction) {
    Faults faults = new Faults();
    String word = faults.required("what", correction.what());
    Optional<PlaceCorrections.What> what = Arrays.stream(PlaceCorrections.What.values()).filter(w -> w.word().equals(word)).findFirst();
    if (what.isEmpty()) {
      faults.add("what", "只能是 " + String.join("、", Arrays.stream(PlaceCorrections.What.values()).map(PlaceCorrections.What::word).toList()));
    }
    String reason = faults.words("reason", correction.reason(), LONGEST_REASON);
    String source = faults.words("source", correction.source(), LONGEST_REASON);
    boolean position = what.filter(PlaceCorrections.What.POSITION::equals).isPresent();
    String text = null;
    double[] at = position ? point(correction.position()) : null;
    if (position) {
      if (at == null || !(Math.abs(at[0]) <= 180) || !(Math.abs(at[1]) <= 90)) {
        faults.add("position", at != null && Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 180
            ? "看来经度和纬度写反了：经度在前，例如 [113.13, 27.83]" : "要给经度和纬度（度，CGCS2000），例如 [113.13, 27.83]");
      }
    } else if (!isStruckOut(what, correction.value())) {
      int most = what.filter(List.of(PlaceCorrections.What.NAME, PlaceCorrections.What.SPELLING)::contains).isPresent() ? LONGEST_NAME : LONGEST_WORDS;
      text = faults.words("value", correction.value(), most);
    }
    faults.check();
    PlaceCorrections.Wanted wanted = new PlaceCorrections.Wanted(what.orElseThrow(), text, at, reason, source);
    corrections.fault(held, wanted).ifPresent(told -> faults.add(position ? "position" : "value", told));
    faults.check();
    return wanted;
  }

  private static double @Nullable [] point(@Nullable List<@Nullable Double> degrees) {
    return degrees == null || degrees.size() != 2 || degrees.contains(null) ? null : new double[] {degrees.get(0), degrees.get(1)};
  }

  /** An empty value is meant so; a value that is not given is forgotten. */
  private static boolean isStruckOut(Optional<PlaceCorrections.What> what, @Nullable String value) {
    return what.filter(List.of(PlaceCorrections.What.MEANING, PlaceCorrections.What.ORIGIN)::contains).isPresent() && value != null && value.isEmpty();
  }

  private PlaceCorrections.Held known(PlaceCode code) {
    return corrections.find(code.text()).orElseThrow(() -> Problems.refusal(404, "没有这个地名", "没有编号为“%s”、还在用的地名；检查编号，或按名称检索".formatted(Echo.brief(code.typed()))));
  }

  private Mandate mandate(SignedIn who, PlaceCorrections.Held held) {
    return jurisdictions.find(who, Role.PLACE_NAME_CLERK, held.unit()).orElseThrow(() -> new Refused(
        "“%s”在区划 %s 里，不在您的管辖范围；请那里的地名干部更正，或把来源写进纠错".formatted(held.text(), held.unit())));
  }

  private static ResponseEntity<Statements> answer(PlaceCorrections.Held held) {
    double[] position = held.x() == null || held.y() == null ? null : new double[] {held.x(), held.y()};
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).eTag(tag(held))
        .body(new Statements(held.code(), held.text(), held.status(), held.spelling(), held.meaning(), held.origin(), position));
  }

  private static String tag(PlaceCorrections.Held held) {
    return "\"" + held.version() + "\"";
  }

  private static ErrorResponseException changed() {
    return Problems.refusal(412, "别人已经更正过", "这个地名在您读到以后被更正过；再读一次，核对后重新提交");
  }
}
