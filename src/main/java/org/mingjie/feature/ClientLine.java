package org.mingjie.feature;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Tells whether the client of a request has gone. The servlet API says so only when something is written, too late for
 * a query that need not run on; the server's connection knows it when it is read.
 */
@Component
class ClientLine implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String ATTRIBUTE = ClientLine.class.getName();

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addContextCustomizers(context -> context.getPipeline().addValve(new Valve()));
  }

  /** To be asked by the thread of the request only. */
  static BooleanSupplier gone(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof BooleanSupplier gone ? gone : () -> false;
  }

  private static final class Valve extends ValveBase {

    Valve() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      request.setAttribute(ATTRIBUTE, (BooleanSupplier) () -> isGone(request.getCoyoteRequest()));
      getNext().invoke(request, response);
    }

    /**
     * Reading without waiting gives "something is there" both for an end of the connection and for a request that the
     * client has sent ahead; the latter is in the buffer then, and a second look does not read again.
     */
    private static boolean isGone(org.apache.coyote.Request request) {
      return isReadable(request) && isReadable(request);
    }

    private static boolean isReadable(org.apache.coyote.Request request) {
      request.action(ActionCode.AVAILABLE, Boolean.TRUE);
      return request.getAvailable() > 0;
    }
  }
}
