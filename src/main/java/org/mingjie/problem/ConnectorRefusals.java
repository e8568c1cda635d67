package org.mingjie.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Requests that never reach the application: broken request lines, headers too large. */
@Component
class ConnectorRefusals implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    // inside of Boot's own valve, so that this one speaks first
    factory.addContextCustomizers(context -> context.getParent().getPipeline().addValve(new Valve()));
  }

  private static final class Valve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      int status = response.getStatus();
      if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
        return;
      }
      ProblemDetail problem = request.getRequestURI() != null || status != 400 ? Problems.of(status) : Problems.of(400, "请求读不懂",
          "请求行或请求头不合规范：地址和请求头合计不能超过 8 KB，汉字和 | < > \" { } 等符号要先用百分号编码");
      try {
        Problems.write(response, problem);
        response.finishResponse();
      } catch (IOException gone) {
        container.getLogger().debug("the client is gone", gone);
      }
    }
  }
}
