package org.mingjie.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/**
 * Requests that never reach the application: broken request lines and addresses, headers too large. They are answered at once: a
 * page of the application for errors would know nothing of what was asked.
 */
@Component
class ConnectorRefusals implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    // inside of Boot's own valve, so that this one speaks first
    factory.addContextCustomizers(context -> context.getParent().getPipeline().addValve(new Valve()));
    factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true)); // to be refused with the methods of its address
  }

  private static final class Valve extends ErrorReportValve {

    private static final String CONNECT = "CONNECT";
    /** Half of what a request line and headers may have together, in bytes. */
    private static final int LONG = 4096;

    /** By default of the connector. */
    private static final int MOST_HEADERS = 100;

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      if (!response.isErrorReportRequired()) {
        super.invoke(request, response);
        return;
      }
      response.setSuspended(false); // the connector has closed it for the application
      report(request, response, (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      int status = response.getStatus();
      if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
        return;
      }
      ProblemDetail problem = problem(request, status, thrown);
      if (problem.getStatus() == 405 && response.getHeader(HttpHeaders.ALLOW) == null) {
        response.setHeader(HttpHeaders.ALLOW, Problems.READING);
      }
      try {
        Problems.write(request, response, problem);
        response.finishResponse();
      } catch (IOException gone) {
        container.getLogger().debug("the client is gone", gone);
      }
    }

    private static ProblemDetail problem(Request request, int status, @Nullable Throwable thrown) {
      String path = request.getRequestURI();
      if (status == 501 && CONNECT.equals(request.getMethod())) {
        return Problems.of(405, "不能用这个方法", "这不是代理服务器，不接受 CONNECT；直接用 GET 读要的地址");
      }
      if (status == 501) {
        return Problems.faulty("传输编码不认识", HttpHeaders.TRANSFER_ENCODING, "Transfer-Encoding 是“%s”，只能是 chunked；或者去掉它，用 Content-Length 给出正文的长度"
            .formatted(Echo.brief(request.getHeader(HttpHeaders.TRANSFER_ENCODING))));
      }
      if (status == 400 && isTooLarge(request, thrown)) {
        return Problems.of(path == null || path.length() + length(request.getQueryString()) > LONG ? 414 : 431);
      }
      return status == 400 ? Problems.unreadable(path == null ? ConnectorWords.findPath(thrown) : path) : Problems.of(status);
    }

    private static int length(@Nullable String text) {
      return text == null ? 0 : text.length();
    }

    private static boolean isTooLarge(Request request, @Nullable Throwable thrown) {
      return ConnectorWords.sayTooLarge(thrown)
          || thrown instanceof IllegalStateException && request.getCoyoteRequest().getMimeHeaders().size() >= MOST_HEADERS;
    }
  }
}
