package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says why a command is denied and what to do, and notes it in the audit where a person is known. To a reader an address that nobody
 * named does not exist.
 */
@Component
class Denials implements AuthenticationEntryPoint, AccessDeniedHandler {

  private static final String IMPORTS = "/api/imports";
  private static final String AUDIT = "/api/audit";
  private static final List<String> NAMED = List.of(IMPORTS, "/api/session", "/api/sessions", "/api/admin", "/api/keys", "/api/delegations", "/api/corrections",
      "/api/error-reports", "/api/unfound", "/api/map-bases", "/api/desk", AUDIT);
  private static final List<String> PROGRAMS = List.of("/api", "/ogc", "/tiles");
  private static final String BASIC = "Basic realm=\"mingjie\", charset=\"UTF-8\"";

  /** A scheme that no browser knows: of Basic it would ask its user in a window of its own. */
  private static final String SESSION = "Session realm=\"mingjie\"";

  private final Audit audit;
  private final ObjectProvider<LostPage> lost;

  Denials(Audit audit, ObjectProvider<LostPage> lost) {
    this.audit = audit;
    this.lost = lost;
  }

  @Override
  public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
    boolean anonymous = why instanceof InsufficientAuthenticationException;
    if (anonymous && isUnnamed(request)) {
      notFound(request, response);
      return;
    }
    if (why instanceof TooManySignIns) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(SignInBrake.WINDOW.toSeconds()));
      Problems.write(request, response, Problems.of(429, "登录失败太多", "这个地址刚才登录失败的次数太多，口令没有核对；一分钟后再试"));
      return;
    }
    if (why instanceof KeySignIn.TooOften beyond) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(beyond.retry().toSeconds()));
      Problems.write(request, response, Problems.of(429, "请求太多", "这个密钥一分钟或一天的次数已经用完；%d 秒后再试，或请它的主人做一个次数多的".formatted(beyond.retry().toSeconds())));
      return;
    }
    if (why instanceof KeySignIn.NoKey) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"mingjie\", error=\"invalid_token\"");
      Problems.write(request, response, Problems.of(401, "密钥不对", "没有这个密钥，或已经废止、过期，或它的主人已停用；请主人用 POST /api/keys 另做一个"));
      return;
    }
    if (why instanceof ProgramSignIn.NotEnough) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC);
      Problems.write(request, response, Problems.of(401, "只有口令还不够", String.valueOf(why.getMessage())));
      return;
    }
    boolean script = request.getHeader("Sec-Fetch-Mode") != null || !isImport(request) && !isUnnamedCommand(request);
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, script ? SESSION : BASIC);
    String remedy = isImport(request) ? "导入需要系统管理员 system_administrator 账号，登录后再试；程序用 HTTP Basic 给出登录名和口令"
        : script ? "用 POST /api/session 登录" : "用 HTTP Basic 给出登录名和口令";
    Problems.write(request, response, anonymous
        ? Problems.of(401, "需要登录", "没有登录，或登录已经过期；" + remedy)
        : Problems.of(401, "登录名或口令不对",
            "没有这个账号、口令不对，或账号已停用或锁定（连续输错 %d 次锁定 %d 分钟）；核对后再试。".formatted(WrongPasswords.ALLOWED, WrongPasswords.LOCK.toMinutes()) + remedy));
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why) throws IOException {
    if (isUnnamed(request)) {
      notFound(request, response);
      return;
    }
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    SignedIn person = known != null && known.getPrincipal() instanceof SignedIn signedIn ? signedIn : null;
    ProblemDetail problem = problem(request, why, person);
    if (person != null) {
      audit.record(person.account().id(), "access.refused", Echo.brief(request.getMethod() + " " + request.getRequestURI()), problem.getTitle(),
          JsonMapper.shared().createObjectNode().put("from", request.getRemoteAddr()).toString());
    }
    Problems.write(request, response, problem);
  }

  private static ProblemDetail problem(HttpServletRequest request, AccessDeniedException why, @Nullable SignedIn person) {
    if (why instanceof CsrfException) {
      return Problems.of(403, "请求没有凭证",
          "修改数据的请求要在请求头 %s 里带上 Cookie %s 的值，没有带或不相符；先 GET /api/session 取得它，再试".formatted(CsrfTokens.HEADER, CsrfTokens.COOKIE));
    }
    if (person != null && person.next() != null) {
      return Problems.of(403, "登录还没有完成", person.next().told());
    }
    if (person != null && request.getHeader(HttpHeaders.AUTHORIZATION) != null && !isImport(request)) {
      return Problems.of(403, "要在会话里", "%s 只供登录以后的会话使用，先用 POST /api/session 登录；程序的%s只能查公开的接口和导入".formatted(
          Echo.brief(request.getRequestURI()), person.isProgram() ? "密钥" : "口令"));
    }
    if (person != null && person.isProgram()) {
      return Problems.of(403, "密钥不能导入", "这个密钥没有 import 这一项，或它的主人不是管辖全部区划的系统管理员；请这样的系统管理员用 POST /api/keys 另做一个");
    }
    if (why instanceof Refused) {
      return Problems.of(403, "没有权限", String.valueOf(why.getMessage()));
    }
    return Problems.of(403, "没有权限", isImport(request)
        ? "账号“%s”不是管辖全部区划的系统管理员，导入需要这样的 system_administrator 账号；换一个账号登录，或请系统管理员代为导入".formatted(Echo.brief(request.getRemoteUser()))
        : isBelow(request, AUDIT) ? "账号“%s”不能看这些审计记录；这里要审计管理员 audit_administrator 的账号，自己的记录在 /api/audit/mine".formatted(Echo.brief(request.getRemoteUser()))
        : "%s %s 不对这个账号开放；核对地址和方法，或换一个有权限的账号".formatted(Echo.brief(request.getMethod()), Echo.brief(request.getRequestURI())));
  }

  /** For addresses that are only ever read. */
  static void onlyReading(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.ALLOW, Problems.READING);
    Problems.write(request, response, Problems.of(405, "不能用这个方法",
        "%s 只供读取，不接受 %s；改用 GET".formatted(Echo.brief(request.getRequestURI()), Echo.brief(request.getMethod()))));
  }

  private void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
    LostPage page = isPage(request) ? lost.getIfAvailable() : null;
    if (page != null) {
      page.tell(request, response);
      return;
    }
    Problems.write(request, response, Problems.of(404, "没有这个地址",
        "没有 %s；核对地址，可用的接口见 /api/openapi.json 和 /ogc".formatted(Echo.brief(request.getRequestURI()))));
  }

  /** Whether a person has followed a link, or typed the address. */
  private static boolean isPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE) && PROGRAMS.stream().noneMatch(program -> isBelow(request, program));
  }

  private static boolean isUnnamed(HttpServletRequest request) {
    return isUnnamedCommand(request) && Problems.READING.contains(request.getMethod());
  }

  private static boolean isUnnamedCommand(HttpServletRequest request) {
    return NAMED.stream().noneMatch(named -> isBelow(request, named));
  }

  private static boolean isImport(HttpServletRequest request) {
    return isBelow(request, IMPORTS);
  }

  private static boolean isBelow(HttpServletRequest request, String address) {
    String path = request.getRequestURI();
    return path.equals(address) || path.startsWith(address + "/");
  }
}
