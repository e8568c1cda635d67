package org.mingjie.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts.Account;
import org.mingjie.problem.Faults;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/session}: sign-in and sign-out of browsers, and who has signed in. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "登录")
class SessionController {

  record SignInRequest(@Nullable String login, @Nullable String password) {}

  record PasswordChange(@Nullable String old, @JsonProperty("new") @Nullable String chosen) {}

  /** @param roleName in Chinese */
  record SessionPerson(UUID id, String login, String displayName, String role, String roleName, String jurisdiction, @Nullable String section) {

    static SessionPerson of(Account account) {
      return new SessionPerson(account.id(), account.login(), account.displayName(), account.role().code(), account.role().chinese(), account.jurisdiction(),
          account.section());
    }
  }

  /**
   * @param next what has to be done before anything else, {@code second-factor}, {@code change-password} or {@code enrol-second-factor}; null where nothing has
   * @param actingFor people who are away and have named this one as deputy
   */
  record SessionState(@Nullable SessionPerson account, @Nullable String next, List<SessionPerson> actingFor) {

    static SessionState of(@Nullable SignedIn who) {
      NextStep next = who == null ? null : who.next();
      return new SessionState(who == null ? null : SessionPerson.of(who.account()), next == null ? null : next.code(),
          who == null ? List.of() : who.mandates().stream().filter(m -> m.onBehalfOf() != null).map(m -> SessionPerson.of(m.holder())).toList());
    }
  }

  private final PasswordSignIn passwords;
  private final PasswordRules rules;
  private final Accounts accounts;
  private final BrowserSessions sessions;
  private final CsrfTokenRepository csrf;
  private final Audit audit;
  private final OidcSettings oidc;
  private final TransactionOperations transactions;

  SessionController(PasswordSignIn passwords, PasswordRules rules, Accounts accounts, BrowserSessions sessions, CsrfTokenRepository csrf, Audit audit,
      TransactionOperations transactions, OidcSettings oidc) {
    this.oidc = oidc;
    this.passwords = passwords;
    this.rules = rules;
    this.accounts = accounts;
    this.sessions = sessions;
    this.csrf = csrf;
    this.audit = audit;
    this.transactions = transactions;
  }

  @Operation(summary = "谁在登录", operationId = "session", description = "第一次答复带来 Cookie XSRF-TOKEN，修改数据的请求要在请求头 X-XSRF-TOKEN 里带上它的值")
  @ApiResponse(responseCode = "200", description = "登录的账号；没有登录时 account 为 null")
  @GetMapping("/api/session")
  SessionState who(@AuthenticationPrincipal @Nullable SignedIn who) {
    return SessionState.of(who);
  }

  /** @param address to which a browser goes; {@code ?to=} names the page to come back to */
  record SingleSignOnWay(String name, String address) {}

  /** @param unlinked of this browser's single sign-on, the subject at the provider that opens no account here; null where there was none */
  record SignInWays(@Nullable SingleSignOnWay singleSignOn, @Nullable String unlinked) {}

  @Operation(summary = "口令以外有哪些登录办法", operationId = "signInWays")
  @ApiResponse(responseCode = "200", description = "没有设置单点登录时 singleSignOn 为 null")
  @GetMapping("/api/session/ways")
  SignInWays ways(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return new SignInWays(oidc.issuer() == null ? null : new SingleSignOnWay(oidc.name(), SingleSignOn.START + "/" + SingleSignOn.REGISTRATION),
        session == null ? null : (String) session.getAttribute(SingleSignOn.UNLINKED));
  }

  @Operation(summary = "登录", operationId = "signIn")
  @ApiResponse(responseCode = "200", description = "登录了，会话记在 Cookie 里")
  @SecurityRequirement(name = "session")
  @PostMapping("/api/session")
  SessionState signIn(@RequestBody SignInRequest given, HttpServletRequest request, HttpServletResponse response) {
    Faults faults = new Faults();
    String login = faults.required("login", given.login());
    String password = faults.required("password", given.password());
    faults.check();
    SignedIn person = passwords.check(login, password, request.getRemoteAddr());
    return SessionState.of(begin(person.account().id(), request, response));
  }

  private SignedIn begin(UUID account, HttpServletRequest request, HttpServletResponse response) {
    SignedIn person = sessions.begin(request, account, false);
    csrf.saveToken(csrf.generateToken(request), request, response);
    audit.record(account, "sign-in", "account:" + account, null, "{\"from\": \"%s\"}".formatted(request.getRemoteAddr()));
    return person;
  }

  @Operation(summary = "改自己的口令", operationId = "changePassword", description = "这个账号在别处的登录随即结束")
  @ApiResponse(responseCode = "200", description = "改了，这里的登录继续")
  @SecurityRequirement(name = "session")
  @PutMapping("/api/session/password")
  SessionState changePassword(@RequestBody PasswordChange given, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    Faults faults = new Faults();
    String before = faults.required("old", given.old());
    String chosen = faults.required("new", given.chosen());
    if (!chosen.isEmpty()) {
      rules.fault(who.account().login(), chosen).ifPresent(fault -> faults.add("new", fault));
    }
    if (!chosen.isEmpty() && chosen.equals(before)) {
      faults.add("new", "和原来的一样；换一个");
    }
    faults.check();
    UUID account = passwords.check(who.account().login(), before, request.getRemoteAddr()).account().id();
    transactions.executeWithoutResult(status -> {
      accounts.changePassword(account, chosen);
      audit.record(account, "password.change", "account:" + account, null, "{}");
    });
    sessions.renew(request, account);
    return SessionState.of(sessions.find(request).orElseThrow());
  }

  @Operation(summary = "退出", operationId = "signOut")
  @ApiResponse(responseCode = "204", description = "退出了；没有登录时也是", content = @Content)
  @SecurityRequirement(name = "session")
  @DeleteMapping("/api/session")
  ResponseEntity<Void> signOut(@AuthenticationPrincipal @Nullable SignedIn who, HttpServletRequest request, HttpServletResponse response) {
    if (who != null) {
      audit.record(who.account().id(), "sign-out", "account:" + who.account().id(), null, "{}");
      sessions.end(request);
      csrf.saveToken(null, request, response);
    }
    return ResponseEntity.noContent().build();
  }
}
