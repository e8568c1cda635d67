package org.mingjie.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.condition.Preconditions;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.mingjie.repeat.OnceOnly;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/admin}: accounts for system administrators; locks and second factors for security administrators. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "账号管理")
@SecurityRequirement(name = "session")
class AdministrationController {

  private static final String ONE = "/api/admin/accounts/{id}";
  private static final String ID = "账号的编号，见 /api/admin/accounts";
  private static final String TAG = "这一版的标记，改的时候放在 If-Match 里";

  record AccountCard(UUID id, String login, String displayName, String role, String roleName, String jurisdiction, @Nullable String section,
      boolean disabled, boolean passwordOnce, boolean secondFactor, @Nullable OffsetDateTime lockedUntil) {

    static AccountCard of(AccountAdministration.Card card) {
      return new AccountCard(card.id(), card.login(), card.displayName(), card.role().code(), card.role().chinese(), card.jurisdiction(),
          card.section(), card.disabled(), card.passwordOnce(), card.secondFactor(), card.lockedUntil());
    }
  }

  record AccountList(List<AccountCard> accounts) {}

  record AccountWanted(@Nullable String login, @Nullable String displayName, @Nullable String role, @Nullable String jurisdiction,
      @Nullable String section, @Nullable String reason) {}

  record AccountChange(@Nullable String displayName, @Nullable String role, @Nullable String jurisdiction, @Nullable String section,
      @Nullable Boolean disabled, @Nullable String reason) {}

  record Reason(@Nullable String reason) {}

  /**
   * @param oneTimePassword told once, to be changed at the next sign-in; null where the request was done before
   * @param toldBefore whether the request was done before
   */
  record AccountCreated(AccountCard account, @Nullable String oneTimePassword, boolean toldBefore) {

    AccountCreated again() {
      return new AccountCreated(account, null, true);
    }
  }

  /** As of {@link AccountCreated}. */
  record PasswordGiven(@Nullable String oneTimePassword, boolean toldBefore) {

    PasswordGiven again() {
      return new PasswordGiven(null, true);
    }
  }

  /** @param second whether a second factor is demanded of it */
  record RoleCard(String role, String chinese, String english, boolean administrator, boolean second) {}

  record RoleList(List<RoleCard> roles) {}

  private final AccountAdministration administration;
  private final Policies policies;
  private final Identities identities;
  private final OnceOnly once;

  AdministrationController(AccountAdministration administration, Policies policies, Identities identities, OnceOnly once) {
    this.once = once;
    this.identities = identities;
    this.administration = administration;
    this.policies = policies;
  }

  @Operation(summary = "管辖范围内的账号", operationId = "accounts")
  @ApiResponse(responseCode = "200", description = "按登录名排列")
  @GetMapping("/api/admin/accounts")
  AccountList list(@AuthenticationPrincipal SignedIn who) {
    return new AccountList(administration.list(who).stream().map(AccountCard::of).toList());
  }

  @Operation(summary = "一个账号", operationId = "account")
  @ApiResponse(responseCode = "200", description = "账号", headers = @Header(name = "ETag", description = TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @GetMapping(ONE)
  ResponseEntity<AccountCard> one(@Parameter(description = ID) @PathVariable UUID id, @AuthenticationPrincipal SignedIn who) {
    return answer(HttpStatus.OK, known(who, id));
  }

  @Operation(summary = "新建账号", operationId = "createAccount")
  @ApiResponse(responseCode = "201", description = "建好了；一次性口令只给这一次",
      headers = {@Header(name = "Location", description = "账号的地址", required = true, schema = @Schema(type = "string")),
        @Header(name = "ETag", description = TAG, required = true, schema = @Schema(type = "string"))})
  @ApiResponse(responseCode = "409", description = "登录名已经有人用了")
  @ApiResponse(responseCode = "200", description = "同一个请求以前已经做过：口令不再给出，toldBefore 为 true")
  @Parameter(name = OnceOnly.HEADER, in = ParameterIn.HEADER, description = OnceOnly.TOLD, schema = @Schema(type = "string", minLength = 8, maxLength = 200))
  @PostMapping("/api/admin/accounts")
  ResponseEntity<AccountCreated> create(@RequestBody AccountWanted wanted, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    return once.answer(request, who.account().id(), wanted, AccountCreated.class, () -> created(wanted, who), AccountCreated::again);
  }

  private ResponseEntity<AccountCreated> created(AccountWanted wanted, SignedIn who) {
    Faults faults = new Faults();
    String login = faults.required("login", wanted.login());
    if (!login.isEmpty() && !login.matches("[a-z][a-z0-9._-]{1,39}")) {
      faults.add("login", "须以小写字母开头，由小写字母、数字和 . _ - 组成，2 至 40 个字符");
    }
    AccountAdministration.Settings settings = settings(faults, wanted.displayName(), wanted.role(), wanted.jurisdiction(), wanted.section(), false);
    String reason = faults.words("reason", wanted.reason(), 500);
    faults.check();
    AccountAdministration.Created created = administration.create(who, login, settings, reason)
        .orElseThrow(() -> Problems.refusal(409, "登录名已经有了", "登录名“%s”已经有人用了，用过的也不再给别人；换一个".formatted(login)));
    return ResponseEntity.created(URI.create("/api/admin/accounts/" + created.card().id())).eTag(tag(created.card()))
        .body(new AccountCreated(AccountCard.of(created.card()), created.oneTimePassword(), false));
  }

  @Operation(summary = "改账号的名字、角色、管辖范围，或停用", operationId = "changeAccount", description = "要带 If-Match，值是读到的 ETag；不能改自己的权限")
  @ApiResponse(responseCode = "200", description = "改好了；ETag 与 If-Match 相同的，是没有什么要改，也没有记入审计", headers = @Header(name = "ETag", description = TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @ApiResponse(responseCode = "412", description = "别人已经改过")
  @Parameter(name = "If-Match", in = ParameterIn.HEADER, required = true, description = "读到的 ETag，说的是改哪一版", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "428", description = "没有带 If-Match")
  @PutMapping(ONE)
  ResponseEntity<AccountCard> change(@Parameter(description = ID) @PathVariable UUID id, @RequestBody AccountChange wanted,
      @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    AccountAdministration.Card before = known(who, id);
    if (Preconditions.areBlind(request)) {
      throw Problems.refusal(428, "没有说改的是哪一版", "请求头里要有 If-Match，值是读这个账号时得到的 ETag，不能是 *");
    }
    Faults faults = new Faults();
    AccountAdministration.Settings settings = settings(faults, wanted.displayName(), wanted.role(), wanted.jurisdiction(), wanted.section(),
        Boolean.TRUE.equals(wanted.disabled()));
    if (wanted.disabled() == null) {
      faults.add("disabled", "没有给出，请补上：true 停用，false 启用");
    }
    String reason = faults.words("reason", wanted.reason(), 500);
    faults.check();
    if (Preconditions.of(request).outcome(tag(before)) == Preconditions.Outcome.FAILED) {
      throw changed();
    }
    return answer(HttpStatus.OK, administration.change(who, id, before.version(), settings, reason).orElseThrow(AdministrationController::changed));
  }

  @Operation(summary = "重置口令", operationId = "resetPassword", description = "这个账号的登录随即都结束")
  @ApiResponse(responseCode = "200", description = "一次性口令，只给这一次，下次登录要改；同一个请求以前已经做过的，不再给出，toldBefore 为 true")
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @Parameter(name = OnceOnly.HEADER, in = ParameterIn.HEADER, description = OnceOnly.TOLD, schema = @Schema(type = "string", minLength = 8, maxLength = 200))
  @PostMapping(ONE + "/password-reset")
  ResponseEntity<PasswordGiven> resetPassword(@Parameter(description = ID) @PathVariable UUID id, @RequestBody Reason given,
      @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    known(who, id);
    return once.answer(request, who.account().id(), given, PasswordGiven.class,
        () -> ResponseEntity.ok(new PasswordGiven(administration.resetPassword(who, id, reason(given)), false)), PasswordGiven::again);
  }

  @Operation(summary = "解除锁定", operationId = "unlockAccount", description = "安全管理员的事")
  @ApiResponse(responseCode = "204", description = "解除了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @PostMapping(ONE + "/unlock")
  ResponseEntity<Void> unlock(@Parameter(description = ID) @PathVariable UUID id, @RequestBody Reason given, @AuthenticationPrincipal SignedIn who) {
    known(who, id);
    administration.unlock(who, id, reason(given));
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "重置第二因素", operationId = "resetSecondFactor", description = "安全管理员的事；这个账号的登录随即都结束")
  @ApiResponse(responseCode = "204", description = "重置了，下次登录再设置", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @PostMapping(ONE + "/second-factor-reset")
  ResponseEntity<Void> resetSecondFactor(@Parameter(description = ID) @PathVariable UUID id, @RequestBody Reason given, @AuthenticationPrincipal SignedIn who) {
    known(who, id);
    administration.resetSecondFactor(who, id, reason(given));
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "结束一个账号的所有登录", operationId = "endSessions", description = "安全管理员的事；各处的浏览器都要重新登录，密钥照旧")
  @ApiResponse(responseCode = "204", description = "结束了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @PostMapping(ONE + "/sign-out")
  ResponseEntity<Void> endSessions(@Parameter(description = ID) @PathVariable UUID id, @RequestBody Reason given, @AuthenticationPrincipal SignedIn who) {
    known(who, id);
    administration.endSessions(who, id, reason(given));
    return ResponseEntity.noContent().build();
  }

  record Identity(@Nullable String subject, @Nullable String reason) {}

  @Operation(summary = "关联单点登录的账号", operationId = "linkIdentity", description = "subject 是提供方给这个人的标识（sub）；为 null 时解除关联")
  @ApiResponse(responseCode = "204", description = "关联好了，或解除了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这个账号")
  @ApiResponse(responseCode = "409", description = "没有设置单点登录，或它已经与别的账号关联")
  @PostMapping(ONE + "/identity")
  ResponseEntity<Void> link(@Parameter(description = ID) @PathVariable UUID id, @RequestBody Identity given, @AuthenticationPrincipal SignedIn who) {
    known(who, id);
    Faults faults = new Faults();
    String subject = given.subject() == null ? null : faults.words("subject", given.subject(), 255);
    String reason = faults.words("reason", given.reason(), 500);
    faults.check();
    if (!identities.isConfigured()) {
      throw Problems.refusal(409, "没有单点登录", "没有设置提供方；启动时设 MINGJIE_OIDC_ISSUER，见 docs/accounts.md");
    }
    if (!administration.link(who, id, subject, reason)) {
      throw Problems.refusal(409, "已经与别的账号关联", "这个标识已经打开另一个账号；先在那里解除");
    }
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "有哪些角色", operationId = "roles")
  @ApiResponse(responseCode = "200", description = "可以给人的角色")
  @GetMapping("/api/admin/roles")
  RoleList roles() {
    return new RoleList(Arrays.stream(Role.values()).filter(Role::isForPeople)
        .map(role -> new RoleCard(role.code(), role.chinese(), role.english(), role.isAdministrator(), policies.secondFactor().isDemandedOf(role))).toList());
  }

  private AccountAdministration.Card known(SignedIn who, UUID id) {
    return administration.find(who, id).orElseThrow(() -> Problems.refusal(404, "找不到", "没有编号为 %s 的账号".formatted(id)));
  }

  private static AccountAdministration.Settings settings(Faults faults, @Nullable String displayName, @Nullable String role,
      @Nullable String jurisdiction, @Nullable String section, boolean disabled) {
    String name = faults.words("displayName", displayName, 60);
    String code = faults.required("role", role);
    Role wanted = Arrays.stream(Role.values()).filter(known -> known.isForPeople() && known.code().equals(code)).findFirst().orElse(Role.READER);
    if (!code.isEmpty() && !wanted.code().equals(code)) {
      faults.add("role", "没有角色“%s”，可用的见 /api/admin/roles".formatted(Echo.brief(code)));
    }
    if (jurisdiction == null) {
      faults.add("jurisdiction", "没有给出，请补上：区划代码的开头，如 4302；空文字表示全部区划");
    } else if (!jurisdiction.matches("(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?")) {
      faults.add("jurisdiction", "须是区划代码的开头 2、4、6、9 或 12 位数字，如 4302；空文字表示全部区划");
    }
    String part = section == null || section.isBlank() ? null : faults.words("section", section, 60);
    if ((part != null) != wanted.worksOnSection()) {
      faults.add("section", wanted.worksOnSection() ? "管护员要有所管的界线段" : "只有管护员才有所管的界线段，去掉它");
    }
    return new AccountAdministration.Settings(name, wanted, jurisdiction == null ? "" : jurisdiction, part, disabled);
  }

  private static String reason(Reason given) {
    Faults faults = new Faults();
    String reason = faults.words("reason", given.reason(), 500);
    faults.check();
    return reason;
  }

  private static ResponseEntity<AccountCard> answer(HttpStatus status, AccountAdministration.Card card) {
    return ResponseEntity.status(status).eTag(tag(card)).body(AccountCard.of(card));
  }

  private static String tag(AccountAdministration.Card card) {
    return "\"%d\"".formatted(card.version());
  }

  private static ErrorResponseException changed() {
    return Problems.refusal(412, "别人已经改过", "读到以后，这个账号又改过；再读一次，在新的上面改");
  }
}
