package org.mingjie.access;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.QueryParameters;
import org.mingjie.time.LegalDay;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/audit}: the audit administrator sees all of it, the security administrator what was done to accounts, with persons
 * masked; everyone sees his own record.
 */
@RestController
@Tag(name = "审计")
@SecurityRequirement(name = "session")
class AuditController {

  /** @param next cursor of older records; null at the end */
  record Page(List<AuditEntry> entries, @Nullable String next) {}

  private static final int MOST = 200;
  private static final int USUAL = 50;
  private static final int LONGEST = 100;
  private static final int BATCH = 1_000;
  private static final Set<String> OWN = Set.of("from", "to", "action", "object", "kind", "limit", "cursor");
  private static final Set<String> FILTERS = Set.of("from", "to", "account", "action", "object", "kind", "address");
  private static final Set<String> KNOWN = Set.of("from", "to", "account", "action", "object", "kind", "address", "limit", "cursor");

  /** What the security administrator answers for; of positions their rules alone, which hold none. */
  private static final List<String> SECURITY = List.of("sign-in", "session", "account", "password", "second-factor", "key", "delegation", "sso", "policy", "positions");

  private static final List<String> HEADINGS = List.of("链上位置", "时间（北京时间）", "登录名", "姓名", "角色", "性质", "动作", "对象", "理由", "来自", "之前", "之后", "说明");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(LegalDay.ZONE);

  private final AuditTrail trail;
  private final Accounts accounts;
  private final AuditVerification verification;
  private final AuditAnchors anchors;
  private final Audit audit;
  private final TransactionOperations transactions;

  AuditController(AuditTrail trail, Accounts accounts, AuditVerification verification, AuditAnchors anchors, Audit audit,
      TransactionOperations transactions) {
    this.trail = trail;
    this.accounts = accounts;
    this.verification = verification;
    this.anchors = anchors;
    this.audit = audit;
    this.transactions = transactions;
  }

  @Operation(summary = "审计记录，新的在前；审计管理员看全部，安全管理员看账号方面的（个人信息遮住）", operationId = "audit")
  @ApiResponse(responseCode = "200", description = "一页记录；next 是下一页的 cursor")
  @Deeds
  @Doers
  @Paging
  @GetMapping("/api/audit")
  ResponseEntity<Page> audit(HttpServletRequest request, Authentication who) {
    QueryParameters parameters = new QueryParameters(request, KNOWN);
    return page(parameters, filter(parameters, who), who);
  }

  @Operation(summary = "自己的审计记录，新的在前", operationId = "ownAudit")
  @ApiResponse(responseCode = "200", description = "一页记录；next 是下一页的 cursor")
  @Deeds
  @Paging
  @GetMapping("/api/audit/mine")
  ResponseEntity<Page> mine(HttpServletRequest request, Authentication who) {
    QueryParameters parameters = new QueryParameters(request, OWN);
    AuditFilter filter = filter(parameters, null).of(((SignedIn) who.getPrincipal()).account().id());
    return page(parameters, filter, null);
  }

  @Operation(summary = "导出审计记录（CSV，UTF-8），条件与查询相同；导出本身也记入审计", operationId = "exportAudit")
  @ApiResponse(responseCode = "200", description = "新的在前；以 = + - @ 开头的字前面加一个撇号",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  @Deeds
  @Doers
  @GetMapping(path = "/api/audit/export", produces = "text/csv")
  void export(HttpServletRequest request, HttpServletResponse response, Authentication who) throws IOException {
    QueryParameters parameters = new QueryParameters(request, FILTERS);
    AuditFilter filter = filter(parameters, who);
    parameters.check();
    transactions.executeWithoutResult(t -> audit.record(((SignedIn) who.getPrincipal()).account().id(), "audit.export", "audit", null,
        "{\"query\": " + quoted(request.getQueryString()) + "}"));
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
    UnaryOperator<AuditEntry> seen = view(who);
    OutputStreamWriter out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    out.write('\uFEFF'); // else spreadsheets take it for the encoding of the machine
    CsvWriter csv = CsvWriter.builder().build(out);
    csv.writeRecord(HEADINGS);
    AuditTrail.Position after = null;
    List<AuditEntry> batch;
    do {
      batch = trail.read(filter, after, BATCH);
      batch.stream().map(seen).forEach(entry -> csv.writeRecord(cells(entry)));
      after = batch.isEmpty() ? null : position(batch.get(batch.size() - 1));
    } while (batch.size() == BATCH);
    csv.flush();
  }

  @Operation(summary = "核对审计链：有没有记录被改动、删除、插入或截去", operationId = "verifyAudit")
  @ApiResponse(responseCode = "200", description = "faults 为空就是完好")
  @GetMapping("/api/audit/verification")
  ResponseEntity<AuditVerification.Outcome> verification(HttpServletRequest request) {
    new QueryParameters(request, Set.of()).check();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(verification.verify(List.of()));
  }

  @Operation(summary = "审计链现在的末端；抄下来另存，以后可用它证明链没有被截去或重写", operationId = "auditAnchor")
  @ApiResponse(responseCode = "200", description = "末端的位置和校验值")
  @ApiResponse(responseCode = "204", description = "还没有记录", content = @Content)
  @GetMapping("/api/audit/anchor")
  ResponseEntity<AuditAnchors.Anchor> anchor(HttpServletRequest request) {
    new QueryParameters(request, Set.of()).check();
    return anchors.current().map(now -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(now))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  /** @param who null: his own record, of which nothing is hidden from him */
  private ResponseEntity<Page> page(QueryParameters parameters, AuditFilter filter, @Nullable Authentication who) {
    int limit = parameters.whole("limit", 1, MOST, USUAL);
    AuditTrail.Position after = null;
    String cursor = parameters.text("cursor");
    if (cursor != null) {
      Optional<AuditTrail.Position> parsed = AuditTrail.Position.parse(cursor);
      if (parsed.isEmpty()) {
        parameters.fault("cursor", "不是本服务给出的：照用 next 里的，或者去掉它从头读起");
      }
      after = parsed.orElse(null);
    }
    parameters.check();
    List<AuditEntry> entries = trail.read(filter, after, limit);
    String next = entries.size() < limit ? null : position(entries.get(entries.size() - 1)).text();
    List<AuditEntry> seen = who == null ? entries : entries.stream().map(view(who)).toList();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Page(seen, next));
  }

  private static AuditTrail.Position position(AuditEntry entry) {
    return new AuditTrail.Position(entry.at(), entry.id());
  }

  private static boolean isAuditor(Authentication who) {
    return who.getAuthorities().stream().anyMatch(right -> "ROLE_AUDIT_ADMINISTRATOR".equals(right.getAuthority()));
  }

  private static UnaryOperator<AuditEntry> view(Authentication who) {
    return isAuditor(who) ? UnaryOperator.identity() : Masks::mask;
  }

  private AuditFilter filter(QueryParameters parameters, @Nullable Authentication who) {
    UUID account = null;
    String login = parameters.text("account");
    if (login != null) {
      account = accounts.idOf(login).orElse(null);
      if (account == null) {
        parameters.fault("account", "没有这个登录名的账号");
      }
    }
    Audit.Kind kind = null;
    String kindText = parameters.text("kind");
    if (kindText != null) {
      kind = List.of(Audit.Kind.values()).stream().filter(k -> k.name().toLowerCase(Locale.ROOT).equals(kindText)).findFirst().orElse(null);
      if (kind == null) {
        parameters.fault("kind", "只能是 act、change（情况变了）、correction（原来记错了）");
      }
    }
    return new AuditFilter(parameters.day("from"), parameters.day("to"), account, words(parameters, "action"), words(parameters, "object"), kind,
        words(parameters, "address"), who == null || isAuditor(who) ? List.of() : SECURITY);
  }

  private static @Nullable String words(QueryParameters parameters, String name) {
    String text = parameters.text(name);
    if (text != null && (text.length() > LONGEST || text.indexOf('\0') >= 0)) {
      parameters.fault(name, "超过 %d 个字或含有空字符".formatted(LONGEST));
      return null;
    }
    return text;
  }

  private static List<String> cells(AuditEntry entry) {
    return List.of(entry.position() == null ? "" : entry.position().toString(), MOMENT.format(entry.at()), cell(entry.login()), cell(entry.displayName()),
        entry.role(), switch (entry.kind()) {
          case "change" -> "变更";
          case "correction" -> "更正";
          default -> "";
        }, cell(entry.action()), cell(entry.object()), cell(entry.reason()), cell(entry.address()), cell(text(entry.before())), cell(text(entry.after())),
        entry.detail().isEmpty() ? "" : cell(text(entry.detail())));
  }

  /** A text that a spreadsheet cannot take for a formula. */
  private static String cell(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static @Nullable String text(@Nullable Map<String, Object> members) {
    return members == null ? null : JsonMapper.shared().writeValueAsString(members);
  }

  private static String quoted(@Nullable String text) {
    return JsonMapper.shared().writeValueAsString(text == null ? "" : text);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "从哪一天起（北京时间）", example = "2026-01-01", schema = @Schema(type = "string", format = "date"))
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "到哪一天止，含这一天", example = "2026-12-31", schema = @Schema(type = "string", format = "date"))
  @Parameter(name = "action", in = ParameterIn.QUERY, description = "动作，或它的开头", example = "sign-in", schema = @Schema(type = "string", maxLength = LONGEST))
  @Parameter(name = "object", in = ParameterIn.QUERY, description = "对象，或它的开头", example = "source:", schema = @Schema(type = "string", maxLength = LONGEST))
  @Parameter(name = "kind", in = ParameterIn.QUERY, description = "act、change（情况变了）、correction（原来记错了）", example = "correction",
      schema = @Schema(type = "string", allowableValues = {"act", "change", "correction"}))
  private @interface Deeds {}

  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(name = "account", in = ParameterIn.QUERY, description = "谁做的：登录名", example = "admin", schema = @Schema(type = "string"))
  @Parameter(name = "address", in = ParameterIn.QUERY, description = "来自哪个地址", example = "127.0.0.1", schema = @Schema(type = "string", maxLength = LONGEST))
  private @interface Doers {}

  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "最多几条", example = "50",
      schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST, defaultValue = "" + USUAL))
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "上一页的 next", schema = @Schema(type = "string"))
  private @interface Paging {}
}
