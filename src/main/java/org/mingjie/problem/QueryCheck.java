package org.mingjie.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses query strings that cannot be decoded. Runs just behind the security filter. */
@Component
@Order(-99)
class QueryCheck extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      if (request.getContentType() == null) { // with a body the parameters would be read from it here
        request.getParameterMap();
      }
      chain.doFilter(request, response);
    } catch (InvalidParameterException wrong) {
      refuse(request, response, wrong);
    } catch (ServletException failed) {
      if (!(failed.getRootCause() instanceof InvalidParameterException wrong)) {
        throw failed;
      }
      refuse(request, response, wrong);
    }
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response, InvalidParameterException wrong) throws IOException {
    if (response.isCommitted()) {
      throw wrong;
    }
    response.resetBuffer();
    Map<String, String> faults = QueryFaults.of(request.getQueryString());
    Problems.write(request, response, faults.isEmpty()
        ? Problems.of(400, "参数不对", "参数读不懂：一个请求的参数不超过 1000 个；表单里的百分号编码须是完整的 UTF-8，等号前面要有名称")
        : Problems.faulty("参数不对", faults));
  }
}
