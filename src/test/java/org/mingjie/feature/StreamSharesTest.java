package org.mingjie.feature;

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

/** Streams of whole collections that one client asks for and does not read. */
class StreamSharesTest extends SampleTest {

  /** Of the eight places. */
  private static final int SHARE = 4;

  @LocalServerPort private int port;

  @Test
  void oneAddressHasHalfOfThePlacesAndOthersHaveTheRest() throws Exception {
    List<Socket> greedy = new ArrayList<>();
    try {
      for (int i = 0; i < SHARE; i++) {
        Socket client = ask("127.0.0.1");
        greedy.add(client);
        assertThat(begin(client)).startsWith("HTTP/1.1 200");
      }
      try (Socket one = ask("127.0.0.1"); Socket other = ask("127.0.0.2")) {
        assertThat(begin(one)).startsWith("HTTP/1.1 503");
        assertThat(begin(other)).startsWith("HTTP/1.1 200");
      }
    } finally {
      for (Socket client : greedy) {
        client.close();
      }
    }
  }

  private Socket ask(String from) throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(2_048);
    client.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    client.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    client.setSoTimeout(15_000);
    client.getOutputStream().write("GET /ogc/collections/places/items?f=jsonseq HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  private static String begin(Socket client) throws IOException {
    return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }
}
