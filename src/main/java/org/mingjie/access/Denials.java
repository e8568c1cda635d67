package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Says why a command is denied and what to do. To a reader an address that nobody named does not exist. */
final class Denials implements AuthenticationEntryPoint, AccessDeniedHandler {

  private static final String IMPORTS = "/api/imports";

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
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"mingjie\", charset=\"UTF-8\"");
    String remedy = isImport(request) ? "导入需要管理员 administrator 账号，用 HTTP Basic 给出登录名和口令" : "用 HTTP Basic 给出登录名和口令";
    Problems.write(request, response, anonymous
        ? Problems.of(401, "需要登录", "没有给出账号；" + remedy)
        : Problems.of(401, "登录名或口令不对",
            "没有这个账号、口令不对，或账号已停用或锁定（连续输错 %d 次锁定 %d 分钟）；核对后再试。".formatted(WrongPasswords.ALLOWED, WrongPasswords.LOCK.toMinutes()) + remedy));
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why) throws IOException {
    if (isUnnamed(request)) {
      notFound(request, response);
      return;
    }
    Problems.write(request, response, Problems.of(403, "没有权限", isImport(request)
        ? "账号“%s”不是管理员，导入需要管理员 administrator 账号；换管理员账号登录，或请管理员代为导入".formatted(Echo.brief(request.getRemoteUser()))
        : "%s %s 不对任何账号开放；核对地址和方法".formatted(Echo.brief(request.getMethod()), Echo.brief(request.getRequestURI()))));
  }

  /** For addresses that are only ever read. */
  static void onlyReading(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.ALLOW, Problems.READING);
    Problems.write(request, response, Problems.of(405, "不能用这个方法",
        "%s 只供读取，不接受 %s；改用 GET".formatted(Echo.brief(request.getRequestURI()), Echo.brief(request.getMethod()))));
  }

  private static void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Problems.write(request, response, Problems.of(404, "没有这个地址",
        "没有 %s；核对地址，可用的接口见 /api/openapi.json 和 /ogc".formatted(Echo.brief(request.getRequestURI()))));
  }

  private static boolean isUnnamed(HttpServletRequest request) {
    return !isImport(request) && Problems.READING.contains(request.getMethod());
  }

  private static boolean isImport(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals(IMPORTS) || path.startsWith(IMPORTS + "/");
  }
}
