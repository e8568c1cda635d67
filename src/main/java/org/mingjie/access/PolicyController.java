package org.mingjie.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/admin/policies}: the rules of sign-in, for security administrators. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "账号管理")
@SecurityRequirement(name = "session")
class PolicyController {

  /** @param sessionIdle and sessionAbsolute: ISO 8601 */
  record PolicyWanted(@Nullable String secondFactor, @Nullable String sessionIdle, @Nullable String sessionAbsolute, @Nullable String reason) {}

  /**
   * @param given what an administrator has set; null where it is left to the start
   * @param changes the newest first
   */
  @Schema(name = "Policies")
  record PolicyCard(String secondFactor, String sessionIdle, String sessionAbsolute, int passwordShortest, int wrongPasswords, String lock,
      Policies.Chosen given, Policies.Chosen start, List<SettingLedger.Change> changes) {}

  private final PolicyAdministration administration;
  private final Policies policies;
  private final SettingLedger ledger;
  private final BrowserSessions sessions;

  PolicyController(PolicyAdministration administration, Policies policies, SettingLedger ledger, BrowserSessions sessions) {
    this.sessions = sessions;
    this.administration = administration;
    this.policies = policies;
    this.ledger = ledger;
  }

  @Operation(summary = "现行的登录规则", operationId = "policies", description = "安全管理员的事；given 是管理员设的，其中为 null 的用启动时的设置 start")
  @ApiResponse(responseCode = "200", description = "时长按 ISO 8601",
      headers = @Header(name = "ETag", description = Versions.TAG, required = true, schema = @Schema(type = "string")))
  @GetMapping("/api/admin/policies")
  ResponseEntity<PolicyCard> policies() {
    return answer();
  }

  @Operation(summary = "改登录规则", operationId = "changePolicies",
      description = "管辖全部区划的安全管理员的事；要带 If-Match，值是读到的 ETag；随即生效，已有的登录在下一次请求时也按新的；为 null 的用启动时的设置")
  @ApiResponse(responseCode = "200", description = "改好了", headers = @Header(name = "ETag", description = Versions.TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "412", description = "别人已经改过")
  @Parameter(name = "If-Match", in = ParameterIn.HEADER, required = true, description = "读到的 ETag，说的是改哪一版", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "428", description = "没有带 If-Match")
  @PutMapping("/api/admin/policies")
  ResponseEntity<PolicyCard> change(@RequestBody PolicyWanted wanted, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    administration.mandate(who);
    int version = ledger.fresh(Policies.SUBJECT).version();
    Versions.demand(request);
    Faults faults = new Faults();
    Policies.Chosen chosen = chosen(faults, wanted);
    String reason = faults.words("reason", wanted.reason(), 500);
    faults.check();
    Versions.check(request, version);
    if (!chosen.equals(policies.chosen()) && !administration.change(who, version, chosen, reason)) {
      throw Versions.changed();
    }
    sessions.limit(request);
    return answer();
  }

  private ResponseEntity<PolicyCard> answer() {
    int version = ledger.fresh(Policies.SUBJECT).version();
    SessionSettings session = policies.session();
    return ResponseEntity.ok().eTag(Versions.tag(version)).body(new PolicyCard(policies.secondFactor().code(), session.idle().toString(),
        session.absolute().toString(), PasswordRules.SHORTEST, WrongPasswords.ALLOWED, WrongPasswords.LOCK.toString(), policies.chosen(), policies.start(),
        administration.changes()));
  }

  private Policies.Chosen chosen(Faults faults, PolicyWanted wanted) {
    if (wanted.secondFactor() != null && !SecondFactorSettings.isKnown(wanted.secondFactor())) {
      faults.add("secondFactor", "须是 required（管理员和审批人必须有）、optional（自愿）、off（不用）或 null（用启动时的设置），现为 " + Echo.brief(wanted.secondFactor()));
    }
    Optional<Duration> idle = duration(faults, "sessionIdle", wanted.sessionIdle());
    Optional<Duration> absolute = duration(faults, "sessionAbsolute", wanted.sessionAbsolute());
    Policies.Chosen chosen = new Policies.Chosen(wanted.secondFactor(), idle.map(Duration::toString).orElse(null), absolute.map(Duration::toString).orElse(null));
    if (faults.isEmpty()) {
      SessionSettings session = policies.sessionBy(chosen);
      if (session.idle().compareTo(session.absolute()) > 0) {
        faults.add("sessionIdle", "不动多久就结束（%s）不能比登录最长能用多久（%s）还长".formatted(session.idle(), session.absolute()));
      }
    }
    return chosen;
  }

  private static Optional<Duration> duration(Faults faults, String member, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      Duration read = Duration.parse(text);
      if (SessionSettings.isSound(read) && read.getNano() == 0) {
        return Optional.of(read);
      }
    } catch (DateTimeParseException unreadable) {
      // told below, as what is too short or too long
    }
    faults.add(member, "须是 PT1M 至 PT168H 的时长（ISO 8601，整秒），如 PT30M、PT12H，或 null（用启动时的设置），现为 " + Echo.brief(text));
    return Optional.empty();
  }
}
