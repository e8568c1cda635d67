import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Asks for one document on many kept-alive connections at once, by one thread: a thread for each would be most of the work. */
final class TileBurst implements AutoCloseable {

  private static final int LONGEST_HEAD = 1 << 13;

  /** One connection and what has come of its answer. */
  private static final class Client {

    private final SocketChannel channel;
    private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
    private long left;

    Client(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final URI root;
  private final Selector selector = Selector.open();
  private final Client[] clients;
  private final ByteBuffer sink = ByteBuffer.allocateDirect(1 << 18);
  private int errors;

  TileBurst(URI root, int connections) throws IOException {
    this.root = root;
    clients = new Client[connections];
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(new InetSocketAddress(root.getHost(), root.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      clients[i] = new Client(channel);
      channel.register(selector, SelectionKey.OP_READ, i);
    }
  }

  /** Answers that were none, so far. */
  int errors() {
    return errors;
  }

  /** @return nanoseconds from each question to the end of its answer */
  long[] ask(String path) throws IOException {
    byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: " + root.getAuthority() + "\r\nAccept-Encoding: gzip\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    long[] times = new long[clients.length];
    for (int i = 0; i < clients.length; i++) {
      clients[i].head.clear();
      clients[i].left = -1;
      times[i] = -System.nanoTime();
      if (clients[i].channel.write(ByteBuffer.wrap(request)) < request.length) {
        throw new IOException("the question does not fit into the connection");
      }
    }
    for (int open = clients.length; open > 0; ) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        int i = (int) key.attachment();
        if (read(clients[i])) {
          times[i] += System.nanoTime();
          open--;
        }
      }
      selector.selectedKeys().clear();
    }
    return times;
  }

  /** @return whether the answer is whole */
  private boolean read(Client client) throws IOException {
    ByteBuffer into = client.left < 0 ? client.head : sink.clear();
    int n = client.channel.read(into);
    if (n < 0) {
      throw new IOException("the server has closed the connection");
    }
    if (client.left >= 0) {
      client.left -= n;
    } else {
      String text = new String(client.head.array(), 0, client.head.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return false;
      }
      errors += text.charAt(9) >= '4' ? 1 : 0;
      client.left = length(text.substring(0, end)) - (client.head.position() - end - 4);
    }
    return client.left == 0;
  }

  private static long length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        return Long.parseLong(line.substring(15).strip());
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }
}
