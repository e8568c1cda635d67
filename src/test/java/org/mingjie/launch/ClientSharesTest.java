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
import org.springframework.test.context.TestPropertySource;

/** One client who asks on more connections than there are threads, for more than he reads. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.9")
class ClientSharesTest extends SampleTest {

  private static final int MORE_THAN_THREADS = 300;
  private static final String GREEDY = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final String PROXY = "127.0.0.9";
  private static final String LONG = "GET /api/openapi.json HTTP/1.1\r\nHost: a\r\n";
  private static final String TILE = "GET /tiles/base/3/6/3.mvt HTTP/1.1\r\nHost: a\r\n";

  /** @param header that a proxy adds, with the end of the line */
  private record Client(String address, String header) {}

  @LocalServerPort private int port;

  @Test
  void whoeverReadsNothingOnHundredsOfConnectionsIsRefusedAndOthersAreAnswered() throws Exception {
    refusesTheOneOnly(new Client(GREEDY, ""), new Client(OTHER, ""));
  }

  @Test
  void ofAllWhoComeThroughAProxyOfOursTheOneIsRefused() throws Exception {
    refusesTheOneOnly(new Client(PROXY, "X-Forwarded-For: 198.51.100.2, 198.51.100.1\r\n"), new Client(PROXY, "X-Forwarded-For: 198.51.100.2\r\n"));
  }

  private void refusesTheOneOnly(Client greedy, Client other) throws Exception {
    List<Socket> connections = new ArrayList<>();
    try {
      readNothing(greedy, MORE_THAN_THREADS, connections);
      String answer = ask(greedy);
      // once nothing fits into his connections any more; on a slow machine those of the beginning may have been given up already
      for (int attempt = 0; attempt < 100 && !isRefused(answer); attempt++) {
        readNothing(greedy, MORE_THAN_THREADS / 30, connections);
        Thread.sleep(100);
        answer = ask(greedy);
      }
      assertThat(answer).matches("(?s)|HTTP/1.1 503.*Retry-After: 1.*同时的请求太多.*");
      assertThat(ask(other)).startsWith("HTTP/1.1 200");
      assertThat(ask(other)).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
    }
    // what happens to connections the server sees a moment later
    String answer = ask(greedy);
    for (int attempt = 0; attempt < 300 && isRefused(answer); attempt++) {
      Thread.sleep(100);
      answer = ask(greedy);
    }
    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  private static boolean isRefused(String answer) {
    return answer.isEmpty() || answer.startsWith("HTTP/1.1 503");
  }

  /** Asks on each of so many connections for more than it takes. */
  private void readNothing(Client greedy, int many, List<Socket> connections) throws IOException {
    for (int i = 0; i < many; i++) {
      Socket connection = connect(greedy.address(), 4_096);
      connections.add(connection);
      connection.getOutputStream().write((LONG + greedy.header() + "\r\n").repeat(500).getBytes(StandardCharsets.US_ASCII));
    }
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
  private String ask(Client from) throws IOException {
    try (Socket client = connect(from.address(), 65_536)) {
      client.getOutputStream().write((TILE + from.header() + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
