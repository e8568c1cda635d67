package org.mingjie.launch;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.mingjie.problem.Problems;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * One address has a part of the threads only: whoever asks on a hundred connections and reads none of the answers keeps a
 * thread with each, and must leave some to the others. Beyond his share he gets 503; beyond that, since an answer that nobody
 * reads keeps a thread as well, his connection is closed.
 */
@Component
class ClientShares extends ValveBase implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  /** Bytes of an answer that keep no thread, nearly all tiles. By itself the system begins with an eighth. */
  private static final String HELD_BY_THE_SYSTEM = "131072";

  private final Map<String, Integer> threads = new ConcurrentHashMap<>();
  private final int share;
  private final int told;

  ClientShares(@Value("${server.tomcat.threads.max}") int threads) {
    super(true);
    this.share = threads * 5 / 8;
    this.told = threads / 8;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addEngineValves(this);
    factory.addConnectorCustomizers(connector -> connector.setProperty("socket.txBufSize", HELD_BY_THE_SYSTEM));
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    String client = request.getRemoteAddr();
    int mine = threads.merge(client, 1, Integer::sum);
    try {
      if (mine <= share) {
        getNext().invoke(request, response);
        if (!request.isAsync()) {
          response.finishResponse(); // to the client, who may not take it
        }
      } else if (mine <= share + told) {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        Problems.write(request, response, Problems.of(503, "同时的请求太多",
            "这个地址上正在回答的请求已有 %d 个；等前面的答完再问，或减少并发连接".formatted(share)));
        response.finishResponse();
      } else {
        request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null);
      }
    } finally {
      threads.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
    }
  }
}
