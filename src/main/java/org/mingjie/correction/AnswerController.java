package org.mingjie.correction;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Jurisdictions;
import org.mingjie.access.Mandate;
import org.mingjie.access.Refused;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.mingjie.problem.QueryParameters;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/error-reports}: what waits for an answer in the jurisdiction of a place-name clerk, what has one, and his answers. */
@RestController
@Tag(name = "纠错")
@SecurityRequirement(name = "session")
class AnswerController {

  /**
   * @param reports the oldest first
   * @param more whether others wait behind these
   */
  record Waiting(List<ErrorReport> reports, boolean more) {}

  /** @param next cursor of those answered before; null at the end */
  record AnsweredReports(List<ErrorReport.Answered> reports, @Nullable String next) {}

  /**
   * @param outcome answered (taken up) or dismissed
   * @param answer what the reporter reads
   */
  record Answer(@Schema(allowableValues = {"answered", "dismissed"}) @Nullable String outcome, @Nullable String answer) {}

  /** @param contact null where none was given */
  record Contact(@Nullable String contact) {}

  private static final int MOST = 200;
  private static final int LONGEST = 2_000;

  private final ErrorReports reports;
  private final Jurisdictions jurisdictions;

  AnswerController(ErrorReports reports, Jurisdictions jurisdictions) {
    this.reports = reports;
    this.jurisdictions = jurisdictions;
  }

  @Operation(summary = "等您答复的纠错，早的在前", operationId = "errorReports")
  @ApiResponse(responseCode = "200", description = "管辖范围里的；联系方式遮住；more 说后面还有没有，答复了前面的就轮到它们")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "最多几份", example = "50",
      schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST, defaultValue = "50"))
  @GetMapping("/api/error-reports")
  ResponseEntity<Waiting> list(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    QueryParameters parameters = new QueryParameters(request, Set.of("limit"));
    int limit = parameters.whole("limit", 1, MOST, 50);
    parameters.check();
    List<ErrorReport> waiting = reports.listOpen(who, limit + 1);
    boolean more = waiting.size() > limit;
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Waiting(more ? waiting.subList(0, limit) : waiting, more));
  }

  @Operation(summary = "已经答复的纠错，新答复的在前", operationId = "answeredReports", description = "答复了什么，谁、何时答复的")
  @ApiResponse(responseCode = "200", description = "管辖范围里的；next 是下一页的 cursor")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "最多几份", example = "20",
      schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST, defaultValue = "20"))
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "上一页的 next", schema = @Schema(type = "string"))
  @GetMapping("/api/error-reports/answered")
  ResponseEntity<AnsweredReports> answered(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    QueryParameters parameters = new QueryParameters(request, Set.of("limit", "cursor"));
    int limit = parameters.whole("limit", 1, MOST, 20);
    UUID after = cursor(parameters);
    parameters.check();
    List<ErrorReport.Answered> page = reports.listAnswered(who, after, limit);
    String next = page.size() < limit ? null : page.get(page.size() - 1).report().id().toString();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new AnsweredReports(page, next));
  }

  private static @Nullable UUID cursor(QueryParameters parameters) {
    String text = parameters.text("cursor");
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException other) {
      parameters.fault("cursor", "不是本服务给出的：照用 next 里的，或者去掉它从头读起");
      return null;
    }
  }

  @Operation(summary = "答复一份纠错，只能答复一次", operationId = "answerReport")
  @ApiResponse(responseCode = "204", description = "答复了，持回执的人看得到", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这份待答复的纠错")
  @PostMapping("/api/error-reports/{id}/answer")
  ResponseEntity<Void> answer(@Parameter(description = "编号") @PathVariable UUID id, @RequestBody Answer given, @AuthenticationPrincipal SignedIn who) {
    Mandate mandate = mandate(who, id);
    Faults faults = new Faults();
    String outcome = faults.required("outcome", given.outcome());
    if (!outcome.isEmpty() && !List.of(ErrorReport.State.ANSWERED.code(), ErrorReport.State.DISMISSED.code()).contains(outcome)) {
      faults.add("outcome", "只能是 answered（采纳）或 dismissed（不采纳）");
    }
    String text = faults.lines("answer", given.answer(), LONGEST);
    faults.check();
    try {
      reports.answer(id, mandate, ErrorReport.State.of(outcome), text);
    } catch (AnswerRefused late) {
      throw missing(late.getMessage());
    }
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "看报告人的联系方式；看过这件事记入审计", operationId = "reportContact")
  @ApiResponse(responseCode = "200", description = "留下的联系方式，没有留的为空")
  @ApiResponse(responseCode = "404", description = "没有这份待答复的纠错")
  @PostMapping("/api/error-reports/{id}/contact")
  ResponseEntity<Contact> contact(@Parameter(description = "编号") @PathVariable UUID id, @AuthenticationPrincipal SignedIn who) {
    Mandate mandate = mandate(who, id);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Contact(reports.revealContact(id, mandate.by().id()).orElse(null)));
  }

  private Mandate mandate(SignedIn who, UUID id) {
    ErrorReport report = reports.findOpen(id).orElseThrow(() -> missing("没有编号为 %s 的待答复的纠错：可能已由别人答复，刷新列表再看".formatted(id)));
    String division = report.divisionCode() == null ? "" : report.divisionCode();
    return jurisdictions.find(who, Role.PLACE_NAME_CLERK, division).orElseThrow(() -> new Refused("这份纠错不在您的管辖范围；由那里的地名干部答复"));
  }

  private static ErrorResponseException missing(@Nullable String detail) {
    return Problems.refusal(404, "没有待答复的这份纠错", String.valueOf(detail));
  }
}
