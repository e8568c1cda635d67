package org.mingjie.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A servlet answers TRACE with the request, credentials and all. Under a name that no servlet knows (methods are case-sensitive)
 * it is refused like any method that an address does not have. Runs just behind the security filter.
 */
@Component
@Order(-98)
class TraceRefusal extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(!request.getMethod().equals("TRACE") ? request : new HttpServletRequestWrapper(request) {
      @Override
      public String getMethod() {
        return "Trace";
      }
    }, response);
  }
}
