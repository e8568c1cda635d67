package org.mingjie.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Takes from X-Forwarded headers the address of the client and the one that it sees of this server, if a proxy of ours has sent
 * them. Whoever else sends them could ask in the name of others, or put links to a place of his own into answers that others'
 * caches keep. {@code Forwarded} is not read: proxies that write the others let it through as the client wrote it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ForwardedClient extends ValveBase implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String BY_A_PROXY = ForwardedClient.class.getName() + ".byAProxy";
  private static final String CLIENTS = "X-Forwarded-For";
  private static final String FORWARDED = "Forwarded";

  private final TrustedProxies proxies;

  ForwardedClient(TrustedProxies proxies) {
    super(true);
    this.proxies = proxies;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addEngineValves(this);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    String peer = request.getRemoteAddr();
    if (request.getAttribute(BY_A_PROXY) == null && proxies.has(peer)) {
      List<String> clients = Collections.list(request.getHeaders(CLIENTS));
      String client = proxies.client(peer, clients);
      request.setRemoteAddr(client);
      request.setRemoteHost(client);
      request.setAttribute(BY_A_PROXY, true);
      MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
      headers.removeHeader(CLIENTS); // read: others would take the first, whatever the client has written
      headers.removeHeader(FORWARDED);
    }
    getNext().invoke(request, response);
  }

  /** The address that clients see of this server. */
  @Component
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static class Links extends ForwardedHeaderFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return request.getAttribute(BY_A_PROXY) == null || super.shouldNotFilter(request);
    }
  }
}
