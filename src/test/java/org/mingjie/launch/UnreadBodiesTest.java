package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Clients that announce a body and send it a byte at a time, or not at all. */
class UnreadBodiesTest extends RegistryTest {

  private static final int MORE_THAN_THREADS = 230;

  @LocalServerPort private int port;

  @ParameterizedTest
  @CsvSource({"GET /tiles/base/8/0/0.mvt, text/plain, 204", "GET /api/site, text/plain, 200", "POST /tiles/base/8/0/0.mvt, text/plain, 405",
      "POST /api/imports, application/x-www-form-urlencoded, 401", "POST /api/imports, multipart/form-data; boundary=b, 401"})
  void areAnsweredAndHoldUpNobody(String line, String type, int status) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < MORE_THAN_THREADS; i++) {
        // from several addresses, of which none has more than its share
        Socket client = new Socket("127.0.0.1", port, InetAddress.getByName("127.0.0." + (1 + i % 5)), 0);
        client.setSoTimeout(10_000);
        clients.add(client);
        client.getOutputStream().write((line + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: 1000000\r\n\r\na=")
            .getBytes(StandardCharsets.US_ASCII));
      }
      for (Socket client : clients) {
        String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8); // to the end of the connection
        assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("Connection: close");
      }
      HttpRequest other = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/site")).timeout(Duration.ofSeconds(5)).build();
      assertThat(HttpClient.newHttpClient().send(other, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    } finally {
      for (Socket client : clients) {
        try {
          client.close();
        } catch (IOException gone) {
          // as it should be
        }
      }
    }
  }
}
