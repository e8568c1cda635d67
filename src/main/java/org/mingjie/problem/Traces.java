package org.mingjie.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names each request by a trace (W3C Trace Context, {@code traceparent}): the client's own, or a new one. It stands in every line
 * of the log that the request causes, and in the problem document of whoever has met a fault.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Traces extends OncePerRequestFilter {

  /** Name in the log. */
  private static final String TRACE = "traceId";

  private static final Pattern PARENT = Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
    String trace = request.getAttribute(TRACE) instanceof String known ? known : trace(request.getHeader("traceparent"));
    request.setAttribute(TRACE, trace);
    MDC.put(TRACE, trace);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(TRACE);
    }
  }

  /** What the container could not finish is the same request. */
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  private static String trace(@Nullable String parent) {
    if (parent != null) {
      Matcher told = PARENT.matcher(parent);
      if (told.matches() && !parent.startsWith("ff")) {
        return told.group(1);
      }
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong() | 1) + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** Of the request that this thread answers; null outside of any. */
  static @Nullable String current() {
    return MDC.get(TRACE);
  }
}
