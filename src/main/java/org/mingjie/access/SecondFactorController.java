package org.mingjie.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SessionController.SessionState;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/session/second-factor}: the second step of a sign-in, and how a device is set up for it. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "登录")
@SecurityRequirement(name = "session")
class SecondFactorController {

  record OneTimeCode(@Nullable String code) {}

  /** @param recoveryCodes told this once; each is good once, in place of a code of the device */
  record EnrolmentDone(List<String> recoveryCodes, SessionState session) {}

  /**
   * @param since when it was set up; null where none is
   * @param recoveryCodes that are not used yet
   * @param demanded whether the role has to have one
   */
  record SecondFactorState(boolean set, @Nullable OffsetDateTime since, int recoveryCodes, boolean demanded) {}

  /** @param recoveryCodes told this once; those of before are void */
  record RecoveryCodes(List<String> recoveryCodes) {}

  private static final String OR_RECOVERY = "等下一个动态口令，或用恢复码";
  private static final String OF_THE_DEVICE = "等验证器上的下一个动态口令；恢复码在这里不能用";

  private final SecondFactors factors;
  private final WrongPasswords wrong;
  private final SignInBrake brake;
  private final Accounts accounts;
  private final BrowserSessions sessions;
  private final CsrfTokenRepository csrf;
  private final Audit audit;

  SecondFactorController(SecondFactors factors, WrongPasswords wrong, SignInBrake brake, Accounts accounts, BrowserSessions sessions,
      CsrfTokenRepository csrf, Audit audit) {
    this.factors = factors;
    this.wrong = wrong;
    this.brake = brake;
    this.accounts = accounts;
    this.sessions = sessions;
    this.csrf = csrf;
    this.audit = audit;
  }

  @Operation(summary = "自己的第二因素", operationId = "secondFactor")
  @ApiResponse(responseCode = "200", description = "设置了没有，什么时候设置的，还剩几个恢复码")
  @GetMapping("/api/session/second-factor")
  ResponseEntity<SecondFactorState> standing(@AuthenticationPrincipal SignedIn who) {
    Optional<SecondFactors.Standing> standing = factors.standing(who.account().id());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new SecondFactorState(standing.isPresent(),
        standing.map(SecondFactors.Standing::since).orElse(null), standing.map(SecondFactors.Standing::recoveryCodes).orElse(0),
        accounts.isSecondFactorDemanded(who.account().role())));
  }

  @Operation(summary = "换一批恢复码", operationId = "renewRecoveryCodes", description = "要给出验证器上的动态口令；一个口令只能用一次，所以重发不会再换")
  @ApiResponse(responseCode = "200", description = "新的恢复码，只给这一次；以前的都作废")
  @ApiResponse(responseCode = "409", description = "还没有第二因素")
  @PostMapping("/api/session/second-factor/recovery-codes")
  ResponseEntity<RecoveryCodes> renew(@RequestBody OneTimeCode given, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    String code = code(given);
    UUID account = who.account().id();
    if (factors.standing(account).isEmpty()) {
      throw Problems.refusal(409, "还没有第二因素", "这个账号还没有设置第二因素，也就没有恢复码；先用 POST /api/session/second-factor/enrolment 设置");
    }
    List<String> fresh = new ArrayList<>();
    check(account, request.getRemoteAddr(), OF_THE_DEVICE, () -> fresh.addAll(factors.renewRecoveryCodes(account, code).orElse(List.of())));
    audit.record(account, "second-factor.recovery-codes", "account:" + account, null, "{}");
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new RecoveryCodes(fresh));
  }

  @Operation(summary = "给出动态口令，完成登录", operationId = "proveSecondFactor", description = "动态口令 6 位，或一个没有用过的恢复码")
  @ApiResponse(responseCode = "200", description = "登录完成")
  @PostMapping("/api/session/second-factor")
  SessionState prove(@RequestBody OneTimeCode given, @AuthenticationPrincipal SignedIn who, HttpServletRequest request, HttpServletResponse response) {
    String code = code(given);
    UUID account = who.account().id();
    check(account, request.getRemoteAddr(), OR_RECOVERY, () -> factors.take(account, code));
    audit.record(account, "sign-in.second-factor", "account:" + account, null, "{\"recovery\": %b}".formatted(!code.matches("[0-9\\s]+")));
    return begin(account, request, response);
  }

  @Operation(summary = "开始设置第二因素", operationId = "beginSecondFactor", description = "把 uri 作成二维码让验证器扫，或把 secret 输入验证器")
  @ApiResponse(responseCode = "200", description = "新的密钥；给出它的一个动态口令后才生效")
  @ApiResponse(responseCode = "409", description = "已经设置了")
  @PostMapping("/api/session/second-factor/enrolment")
  SecondFactors.Enrolment enrol(@AuthenticationPrincipal SignedIn who) {
    return factors.begin(who.account()).orElseThrow(() -> Problems.refusal(409, "已经设置了", "这个账号已经有第二因素；换了设备，请安全管理员先重置"));
  }

  @Operation(summary = "完成第二因素的设置", operationId = "confirmSecondFactor", description = "这个账号在别处的登录随即结束")
  @ApiResponse(responseCode = "200", description = "设置好了；恢复码只给这一次")
  @PutMapping("/api/session/second-factor/enrolment")
  EnrolmentDone confirm(@RequestBody OneTimeCode given, @AuthenticationPrincipal SignedIn who, HttpServletRequest request, HttpServletResponse response) {
    String code = code(given);
    UUID account = who.account().id();
    List<String> recovery = factors.confirm(account, code)
        .orElseThrow(() -> wrongCode("验证器上的 6 位动态口令与密钥不符，或已经过期；核对设备的时间，再输一次"));
    accounts.renewCredentials(account);
    audit.record(account, "second-factor.enrol", "account:" + account, null, "{}");
    return new EnrolmentDone(recovery, begin(account, request, response));
  }

  private SessionState begin(UUID account, HttpServletRequest request, HttpServletResponse response) {
    SignedIn person = sessions.begin(request, account, true);
    csrf.saveToken(csrf.generateToken(request), request, response);
    return SessionState.of(person);
  }

  /** Wrong codes count as wrong passwords do, so that nobody who has the password can try them all. */
  private void check(UUID account, String address, String remedy, BooleanSupplier right) {
    brake.begin(address);
    try {
      if (wrong.isLocked(account) || !right.getAsBoolean()) {
        brake.noteWrong(address);
        wrong.note(account, address);
        throw wrongCode("动态口令不对、已经过期或用过了，或账号已锁定（连续输错 %d 次锁定 %d 分钟）；%s".formatted(
            WrongPasswords.ALLOWED, WrongPasswords.LOCK.toMinutes(), remedy));
      }
      wrong.mayEnter(account);
    } finally {
      brake.end();
    }
  }

  private static ErrorResponseException wrongCode(String told) {
    return new ErrorResponseException(HttpStatus.BAD_REQUEST, Problems.faulty("动态口令不对", "code", told), null);
  }

  private static String code(OneTimeCode given) {
    Faults faults = new Faults();
    String code = faults.required("code", given.code());
    faults.check();
    return code;
  }
}
