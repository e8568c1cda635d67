package org.mingjie.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Programs that give a key with each request: {@code Authorization: Bearer mj_...} (RFC 6750). */
final class KeySignIn extends OncePerRequestFilter {

  static final String SCHEME = "Bearer ";

  /** No such key, or one that counts no more. */
  static final class NoKey extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    NoKey() {
      super("no key");
    }
  }

  /** Beyond the quota of the key. */
  static final class TooOften extends AuthenticationException {

    private static final long serialVersionUID = 1L;
    private final Duration retry;

    TooOften(Duration retry) {
      super("beyond the quota");
      this.retry = retry;
    }

    Duration retry() {
      return retry;
    }
  }

  private final ApiKeys keys;
  private final Accounts accounts;
  private final Denials denials;

  KeySignIn(ApiKeys keys, Accounts accounts, Denials denials) {
    this.keys = keys;
    this.accounts = accounts;
    this.denials = denials;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
    String given = String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      chain.doFilter(request, response);
      return;
    }
    try {
      SignedIn program = program(given.substring(SCHEME.length()).strip());
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(program, null, program.getAuthorities()));
      SecurityContextHolder.setContext(context);
    } catch (AuthenticationException refused) {
      denials.commence(request, response, refused);
      return;
    }
    chain.doFilter(request, response);
  }

  private SignedIn program(String key) {
    Optional<ApiKeys.Use> use = key.startsWith(ApiKeys.BEGIN) ? keys.use(key) : Optional.empty();
    ApiKeys.Use used = use.orElseThrow(NoKey::new);
    SignedIn owner = accounts.findOwner(used.owner()).orElseThrow(NoKey::new);
    if (!used.retry().isZero()) {
      throw new TooOften(used.retry());
    }
    return owner.program(used.scopes());
  }
}
