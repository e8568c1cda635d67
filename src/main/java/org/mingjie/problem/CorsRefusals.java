package org.mingjie.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/** Tells scripts of other sites what they may not do. What they may do is reading, and only where a controller says so. */
@Component
class CorsRefusals extends DefaultCorsProcessor implements BeanPostProcessor {

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof AbstractHandlerMapping mapping) {
      mapping.setCorsProcessor(this);
    }
    return bean;
  }

  @Override
  public boolean processRequest(@Nullable CorsConfiguration offered, HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean asksFirst = CorsUtils.isPreFlightRequest(request);
    if (asksFirst) {
      response.setHeader(HttpHeaders.ALLOW, Problems.READING); // else the servlet names all methods there are
    }
    if (!(asksFirst && offered == null) && super.processRequest(offered, request, response)) {
      return true;
    }
    Problems.write(request, response, refusal(offered, request));
    response.flushBuffer();
    return false;
  }

  /** Told above, where the request is at hand. */
  @Override
  protected void rejectRequest(ServerHttpResponse response) {}

  private static ProblemDetail refusal(@Nullable CorsConfiguration offered, HttpServletRequest request) {
    String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    boolean method = offered == null || wanted != null && offered.checkHttpMethod(HttpMethod.valueOf(wanted)) == null;
    return Problems.of(403, "别的网站不能这样用", method
        ? "别的网站的网页不能对这个地址用 %s；给它们读的是 /ogc 和 /tiles，只能用 GET、HEAD".formatted(Echo.brief(wanted))
        : "请求头 Origin 是“%s”，须是网站的地址，例如 https://example.org".formatted(Echo.brief(request.getHeader(HttpHeaders.ORIGIN))));
  }
}
