package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * Why a single sign-on has not succeeded. A browser goes back to the sign-in page, whose address names the reason by a code that the
 * page has words for: nothing that the provider or the query says is shown. A program gets a problem document.
 */
final class SingleSignOnRefusals {

  /** Reasons, as codes in the address {@code /sign-in?refused=sso-unlinked}. */
  enum Reason {
    /** The account of the provider opens none here. */
    UNLINKED(403, "没有可用的账号", "您在单点登录那里的账号还没有与这里的账号关联；请系统管理员关联"),
    /** The account here may not sign in. */
    DISABLED(403, "没有可用的账号", "与它关联的账号已停用；请系统管理员启用"),
    /** The person, or the provider for him, has said no. */
    DENIED(401, "单点登录没有成功", "提供方没有同意这次登录；从头再登录一次，还不行就用本地账号登录"),
    /** An answer that this browser has not asked for, or too late. */
    EXPIRED(401, "单点登录没有成功", "这次登录已经过期，或不是从这个浏览器开始的；从头再登录一次"),
    /** The provider does not answer. */
    AWAY(503, "单点登录连不上", "提供方没有回答；稍后再试，或用本地账号登录"),
    /** What the provider has answered cannot be right. */
    FAILED(401, "单点登录没有成功", "提供方的答复核对不上；从头再登录一次，还不行就用本地账号登录，并告诉系统管理员");

    private final int status;
    private final String title;
    private final String detail;

    Reason(int status, String title, String detail) {
      this.status = status;
      this.title = title;
      this.detail = detail;
    }

    String code() {
      return "sso-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SingleSignOnRefusals.class);
  private static final String AGAIN_SECONDS = "30";

  private SingleSignOnRefusals() {}

  /** @param target page of ours that the person wanted */
  static void answer(HttpServletRequest request, HttpServletResponse response, Reason reason, String target, @Nullable String more) throws IOException {
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (isPage(request)) {
      String next = target.equals(LocalTarget.HOME) ? "" : "&next=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
      response.sendRedirect("/sign-in?refused=" + reason.code() + next);
      return;
    }
    if (reason.status == 401) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Session realm=\"mingjie\"");
    } else if (reason.status == 503) {
      response.setHeader(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
    }
    Problems.write(request, response, Problems.of(reason.status, reason.title, more == null ? reason.detail : reason.detail + "，" + more));
  }

  /** Noted in the log with what the provider says, which is not shown. */
  static void answer(HttpServletRequest request, HttpServletResponse response, AuthenticationException why, String target) throws IOException {
    Reason reason = reasonOf(why);
    LOG.warn("single sign-on has not succeeded ({}): {}", reason.code(), why.getMessage());
    answer(request, response, reason, target, null);
  }

  private static Reason reasonOf(AuthenticationException why) {
    if (!(why instanceof OAuth2AuthenticationException told) || NestedExceptionUtils.getMostSpecificCause(why) instanceof IOException) {
      return Reason.AWAY;
    }
    return switch (told.getError().getErrorCode()) {
      case "authorization_request_not_found", "invalid_state_parameter" -> Reason.EXPIRED;
      case OAuth2ErrorCodes.ACCESS_DENIED, "login_required", "consent_required", "interaction_required" -> Reason.DENIED;
      case OAuth2ErrorCodes.SERVER_ERROR, OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> Reason.AWAY;
      default -> Reason.FAILED;
    };
  }

  /** Of a person who looks at pages; a script of a page asks for JSON. */
  private static boolean isPage(HttpServletRequest request) {
    String accept = Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "");
    return accept.contains(MediaType.TEXT_HTML_VALUE);
  }
}
