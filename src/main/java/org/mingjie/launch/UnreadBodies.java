package org.mingjie.launch;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * What a client sends and nobody wants to read is not waited for: the connection is closed behind the answer. Otherwise a thread
 * stays with it to its end, and a byte now and then keeps it for days. Only what is uploaded is read, in parts; forms are not.
 */
@Component
class UnreadBodies extends ValveBase implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  UnreadBodies() {
    super(true);
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addEngineValves(this);
    factory.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    boolean body = response.isErrorReportRequired() // refused already, be it for a length that is no number
        || request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (body) {
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    getNext().invoke(request, response);
    if (body && !request.isAsync()) {
      response.finishResponse(); // what follows marks an answer that has not gone as a failed one
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }
}
