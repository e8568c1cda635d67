package org.mingjie.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that has no session, whatever cookie comes with it: the framework looks for one with each request, in the database, and
 * what is answered to all must not cost that.
 */
final class WithoutSession extends HttpServletRequestWrapper {

  private WithoutSession(HttpServletRequest request) {
    super(request);
  }

  static void filter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
    chain.doFilter(new WithoutSession((HttpServletRequest) request), response);
  }

  @Override
  public HttpSession getSession() {
    throw new IllegalStateException(getRequestURI() + " has no sessions");
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return create ? getSession() : null;
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return null;
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return false;
  }
}
