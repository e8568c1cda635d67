package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mingjie.SampleTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One client who asks on more connections than there are threads, for more than he reads. */
class ClientSharesTest extends SampleTest {

  private static final int MORE_THAN_THREADS = 300;
  private static final String GREEDY = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final String LONG = "GET /api/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String TILE = "GET /tiles/base/3/6/3.mvt HTTP/1.1\r\nHost: a\r\n";

  @LocalServerPort private int port;

  @Test
  void whoeverReadsNothingOnHundredsOfConnectionsIsRefusedAndOthersAreAnswered() throws Exception {
    List<Socket> greedy = new ArrayList<>();
    try {
      for (int i = 0; i < MORE_THAN_THREADS; i++) {
        Socket client = connect(GREEDY, 4_096);
        greedy.add(client);
        client.getOutputStream().write(LONG.repeat(500).getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(ask(OTHER)).startsWith("HTTP/1.1 200");
      assertThat(ask(OTHER)).startsWith("HTTP/1.1 200");
      assertThat(ask(GREEDY)).matches("(?s)|HTTP/1.1 503.*Retry-After: 1.*同时的请求太多.*");
    } finally {
      for (Socket client : greedy) {
        client.close();
      }
    }
    assertThat(askAgainWhileRefused()).startsWith("HTTP/1.1 200");
  }

  /** The server sees a moment later that the connections are gone. */
  private String askAgainWhileRefused() throws Exception {
    for (int attempt = 0; attempt < 50; attempt++) {
      String answer = ask(GREEDY);
      if (!answer.isEmpty() && !answer.startsWith("HTTP/1.1 503")) {
        return answer;
      }
      Thread.sleep(100);
    }
    return ask(GREEDY);
  }

  private Socket connect(String from, int buffer) throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(buffer);
    client.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    client.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    client.setSoTimeout(10_000);
    return client;
  }

  /** @return what the server says until it closes the connection */
  private String ask(String from) throws IOException {
    try (Socket client = connect(from, 65_536)) {
      client.getOutputStream().write((TILE + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
