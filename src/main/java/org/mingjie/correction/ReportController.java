package org.mingjie.correction;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /api/reports} takes an error report from anybody, {@code GET /api/reports/{receipt}} tells what became of it. */
@RestController
@Tag(name = "纠错")
class ReportController {

  private static final int MOST_BYTES = 32 * 1024;
  private static final Set<String> MEMBERS = Set.of("place", "point", "what", "text", "source", "contact", "website");
  private static final JsonMapper JSON = new JsonMapper();

  /** What a report holds, as the API document tells it; {@link #draft} reads the same. */
  @Schema(name = "ReportDraft", requiredProperties = {"what", "text"})
  record Told(
      @Schema(description = "哪个地名：永久地名代码；没有地名的给 point", example = "P000000000001") String place,
      @ArraySchema(minItems = 2, maxItems = 2, arraySchema = @Schema(description = "哪个位置：经度、纬度（度，CGCS2000）"), schema = @Schema(type = "number")) List<Double> point,
      @Schema(description = "什么不对：名称、读音、位置、沿革或其他", allowableValues = {"name", "spelling", "position", "history", "other"}) String what,
      @Schema(description = "正确的是什么", minLength = 1, maxLength = Draft.MOST_TEXT) String text,
      @Schema(description = "依据", maxLength = Draft.MOST_SOURCE) String source,
      @Schema(description = "联系方式，只给答复的经办人看，答复后过一段时间删除", maxLength = Draft.MOST_CONTACT) String contact,
      @Schema(description = "要空着：只有程序才会填", maxLength = 0) String website) {}

  /** @param address where the answer will be, for people */
  @Schema(name = "Receipt")
  record Receipt(@Schema(description = "回执号", example = "7KQ2-M9XD-4RTA") String receipt, String state, String address) {}

  /** @param answer null while it is open */
  @Schema(name = "ReportStanding")
  record Standing(String receipt, @Schema(allowableValues = {"open", "answered", "dismissed"}) String state, @Nullable String answer) {}

  private final ErrorReports reports;

  ReportController(ErrorReports reports) {
    this.reports = reports;
  }

  @Operation(summary = "报告一处错误：名称、读音、位置或沿革不对", operationId = "report")
  @RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = Told.class)))
  @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, description = "这份报告的键：同一个键、同样的内容再发一次，只收一次", example = "0b7c6a52-5b0e-4f39",
      schema = @Schema(type = "string", minLength = 8, maxLength = 200))
  @ApiResponse(responseCode = "201", description = "收下了，凭回执号可查答复",
      headers = @Header(name = "Location", required = true, description = "查答复的地址", schema = @Schema(type = "string", format = "uri-reference")),
      content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = Receipt.class)))
  @ApiResponse(responseCode = "413", description = "正文超过 32 KB")
  @ApiResponse(responseCode = "415", description = "不是 JSON")
  @ApiResponse(responseCode = "422", description = "填的内容不对，errors 逐个说明；或者这个键已用于另一份报告")
  @ApiResponse(responseCode = "429", description = "这个地址刚才发得太多")
  @PostMapping(path = "/api/reports", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Receipt> report(HttpServletRequest request) throws IOException {
    Draft draft = draft(request);
    String receipt;
    try {
      receipt = reports.file(draft, request.getHeader("Idempotency-Key"), request.getRemoteAddr());
    } catch (ReportRefused refused) {
      throw told(refused);
    }
    return ResponseEntity.created(URI.create("/api/reports/" + receipt)).cacheControl(CacheControl.noStore())
        .body(new Receipt(receipt, ErrorReport.State.OPEN.code(), "/report/" + receipt));
  }

  @Operation(summary = "凭回执号查一份纠错的答复", operationId = "reportStanding")
  @ApiResponse(responseCode = "200", description = "现在的状态和答复，别的不说")
  @ApiResponse(responseCode = "404", description = "没有这个回执号")
  @GetMapping("/api/reports/{receipt}")
  ResponseEntity<Standing> standing(@Parameter(description = "回执号", example = "7KQ2-M9XD-4RTA") @PathVariable String receipt) {
    ErrorReport.Standing found = reports.find(receipt).orElseThrow(() -> Problems.refusal(404, "没有这个回执号", "没有回执号“%s”；核对一遍，回执号是 12 个字母和数字".formatted(Echo.brief(receipt))));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Standing(found.receipt(), found.state().code(), found.answer()));
  }

  private static Draft draft(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw Problems.refusal(413, "内容太大", "一份纠错不能超过 32 KB；只写最要紧的，来源给出处即可");
    }
    JsonNode given;
    try {
      given = JSON.readTree(body);
    } catch (JacksonException unreadable) {
      throw Problems.refusal(400, "正文读不懂", "正文须是 UTF-8 的 JSON 对象，例如 {\"place\": \"P000000000001\", \"what\": \"spelling\", \"text\": \"浒读 xǔ\"}");
    }
    List<Map<String, String>> faults = new ArrayList<>();
    if (!given.isObject()) {
      throw Problems.refusal(400, "正文读不懂", "正文须是一个 JSON 对象");
    }
    Set<String> unknown = new TreeSet<>(given.propertyNames());
    unknown.removeAll(MEMBERS);
    unknown.stream().limit(5).forEach(name -> faults.add(fault(Echo.brief(name), "没有这一项，可用的是 " + String.join("、", new TreeSet<>(MEMBERS)))));
    JsonNode point = given.path("point");
    boolean pair = point.isArray() && point.size() == 2 && point.get(0).isNumber() && point.get(1).isNumber();
    if (!pair && !point.isMissingNode() && !point.isNull()) {
      faults.add(fault("point", "须是 [经度, 纬度]，例如 [124.32, 31.46]"));
    }
    for (String name : List.of("place", "what", "text", "source", "contact", "website")) {
      JsonNode member = given.path(name);
      if (!member.isMissingNode() && !member.isNull() && !member.isString()) {
        faults.add(fault(name, "须是文字"));
      }
    }
    if (!faults.isEmpty()) {
      throw faulty(faults);
    }
    return new Draft(text(given, "place"), pair ? point.get(0).asString() : "", pair ? point.get(1).asString() : "", text(given, "what"), text(given, "text"),
        text(given, "source"), text(given, "contact"), text(given, "website"));
  }

  private static String text(JsonNode given, String name) {
    return given.path(name).isString() ? given.get(name).asString() : "";
  }

  private static ErrorResponseException told(ReportRefused refused) {
    return switch (refused.reason()) {
      case FAULTY -> faulty(refused.faults().stream().map(f -> fault(f.field(), say(f))).toList());
      case KEY_REUSED -> Problems.refusal(422, "这个键用过了", "Idempotency-Key 已用于另一份纠错；内容改过的，换一个键再发");
      case TOO_MANY -> {
        ErrorResponseException later = Problems.refusal(429, "纠错太多", "这个地址 %d 分钟里已发了 %d 份；过一会儿再发".formatted(ReportBrake.WINDOW.toMinutes(), ReportBrake.MOST));
        later.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(ReportBrake.WINDOW.toSeconds()));
        yield later;
      }
    };
  }

  private static String say(Draft.Fault fault) {
    return switch (fault.wrong()) {
      case MISSING -> fault.field().equals("place") ? "要说明是哪个地名（place）或哪个位置（point）" : "要写明正确的是什么";
      case TOO_LONG -> fault.most() == 200 ? "须是 8 至 200 个可见的 ASCII 字符" : "不能超过 %d 字；缩短后再发".formatted(fault.most());
      case NO_CHOICE -> "须是 name、spelling、position、history、other 之一";
      case NO_SUCH_PLACE -> "没有这个编号的地名；核对编号";
      case NO_POSITION -> "经度须在 -180 至 180、纬度在 -90 至 90 之间";
      case CONTROL_CHARACTER -> "含有控制字符或看不见的字符；删去它，或者重新输入";
      case TRAPPED -> "这一项要空着；如果是浏览器自动填的，清空后再发";
    };
  }

  private static Map<String, String> fault(String name, String detail) {
    return Map.of("parameter", name, "detail", detail);
  }

  private static ErrorResponseException faulty(List<Map<String, String>> faults) {
    ErrorResponseException refused = Problems.refusal(422, "纠错没有收下",
        String.join("；", faults.stream().map(f -> f.get("parameter") + "：" + f.get("detail")).toList()));
    refused.getBody().setProperty("errors", faults);
    return refused;
  }
}
