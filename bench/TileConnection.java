import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** A kept-alive connection to an HTTP server; opens itself again where the server has closed it after an answer. */
final class TileConnection implements AutoCloseable {

  /**
   * @param body as it came over the wire
   * @param zipped whether the body is compressed
   * @param tag null if none was given
   */
  record Answer(int status, byte[] body, boolean zipped, String tag) {

    int bytes() {
      return body.length;
    }

    byte[] raw() throws IOException {
      if (!zipped) {
        return body;
      }
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        return in.readAllBytes();
      }
    }
  }

  private static final byte[] NOTHING = {};

  private final URI root;
  private Socket socket;
  private InputStream in;
  private boolean closed;

  TileConnection(URI root) throws IOException {
    this.root = root;
    open();
  }

  private void open() throws IOException {
    socket = new Socket(root.getHost(), root.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    closed = false;
  }

  /** @param tag of an answer that is at hand; null for none */
  Answer get(String path, String tag) throws IOException {
    return get(path, tag, true);
  }

  Answer get(String path, String tag, boolean zip) throws IOException {
    if (closed) {
      socket.close();
      open();
    }
    String request = "GET " + path + " HTTP/1.1\r\nHost: " + root.getAuthority() + (zip ? "\r\nAccept-Encoding: gzip\r\n" : "\r\n")
        + (tag == null ? "" : "If-None-Match: " + tag + "\r\n") + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = 0;
    boolean chunked = false;
    boolean zipped = false;
    String given = null;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String name = header.substring(0, header.indexOf(':')).toLowerCase();
      String value = header.substring(header.indexOf(':') + 1).strip();
      switch (name) {
        case "content-length" -> length = Integer.parseInt(value);
        case "content-encoding" -> zipped = value.equals("gzip");
        case "transfer-encoding" -> chunked = value.equals("chunked");
        case "connection" -> closed = value.equalsIgnoreCase("close");
        case "etag" -> given = value;
        default -> { }
      }
    }
    byte[] body = status == 304 || status == 204 ? NOTHING : chunked ? chunks() : in.readNBytes(length);
    return new Answer(status, body, zipped, given);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); ; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server has closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
