package org.mingjie.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Tokens that our own pages read from a cookie and send back in a header, which other sites can do neither of. Once somebody has
 * signed in, the one that his session knows counts and no other: a neighbour that can write cookies gains nothing. Forms have no
 * part in it, for to read a field of one would be to take in a whole upload of whoever sends it.
 */
@Component
final class CsrfTokens implements CsrfTokenRepository, CsrfTokenRequestHandler {

  static final String COOKIE = "XSRF-TOKEN";
  static final String HEADER = "X-XSRF-TOKEN";

  private static final String NO_PARAMETER = "_csrf";
  private static final String KEPT = "csrf";
  private static final BytesKeyGenerator RANDOM = KeyGenerators.secureRandom(16);

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    return token(HexFormat.of().formatHex(RANDOM.generateKey()));
  }

  @Override
  public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    String value = token == null ? "" : token.getToken();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.setAttribute(KEPT, value);
    }
    response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(COOKIE, value).path("/").sameSite("Lax").secure(request.isSecure())
        .maxAge(value.isEmpty() ? 0 : -1).build().toString());
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, COOKIE);
    String sent = cookie == null ? "" : cookie.getValue();
    HttpSession session = request.getSession(false);
    if (session == null) {
      return sent.isEmpty() ? null : token(sent);
    }
    // a page that has lost the cookie gets another one
    return session.getAttribute(KEPT) instanceof String kept && !kept.isEmpty() && !sent.isEmpty() ? token(kept) : null;
  }

  /** The first answer brings the cookie. */
  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
    token.get();
  }

  @Override
  public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
    return request.getHeader(HEADER);
  }

  private static CsrfToken token(String value) {
    return new DefaultCsrfToken(HEADER, NO_PARAMETER, value);
  }
}
