package org.mingjie.tile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the server under test as any client would. */
final class TileClient {

  private final HttpClient client = HttpClient.newHttpClient();
  private final String root;

  TileClient(int port) {
    this.root = "http://127.0.0.1:" + port;
  }

  HttpResponse<byte[]> get(String address, String... headers) {
    return ask("GET", address, headers);
  }

  HttpResponse<byte[]> head(String address, String... headers) {
    return ask("HEAD", address, headers);
  }

  private HttpResponse<byte[]> ask(String method, String address, String... headers) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + address)).method(method, HttpRequest.BodyPublishers.noBody());
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new IllegalStateException(address, failed);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  JsonNode json(String address) {
    return JsonMapper.shared().readTree(get(address).body());
  }

  MvtTile tile(String address) {
    return MvtTile.read(get(address).body());
  }
}
