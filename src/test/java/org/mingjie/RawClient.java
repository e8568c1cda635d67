package org.mingjie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends requests as they are written, which no library would let through. */
public final class RawClient {

  private static final int LONGEST_MILLIS = 20_000;

  private RawClient() {}

  /**
   * @param line such as {@code GET /a b}, without the version
   * @param headers each with its end of line
   * @return the whole answer, read to the end of the connection
   */
  public static String ask(int port, String line, String headers) {
    return send(port, line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Connection: close\r\n\r\n");
  }

  /** @param from address of this machine, 127.0.0.2: of a visitor of his own */
  public static String askFrom(String from, int port, String line) {
    return send(from, port, line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** @param text everything, body included */
  public static String send(int port, String text) {
    return send("127.0.0.1", port, text);
  }

  private static String send(String from, int port, String text) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket.setSoTimeout(LONGEST_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
