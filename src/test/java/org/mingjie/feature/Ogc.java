package org.mingjie.feature;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the service as clients do. */
final class Ogc {

  static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String root;

  Ogc(int port) {
    this.root = "http://127.0.0.1:" + port + "/ogc";
  }

  String root() {
    return root;
  }

  HttpResponse<String> send(String method, String address, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.startsWith("http") ? address : root + address))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(address, failed);
    }
  }

  HttpResponse<String> get(String address, String... headers) {
    return send("GET", address, headers);
  }

  JsonNode json(String address) {
    HttpResponse<String> answer = get(address);
    if (answer.statusCode() != 200) {
      throw new AssertionError(address + ": " + answer.statusCode() + " " + answer.body());
    }
    return json(answer);
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  /** Ids of all pages. */
  List<String> all(String address) {
    List<String> ids = new ArrayList<>();
    for (Optional<String> at = Optional.of(address); at.isPresent();) {
      JsonNode page = json(at.get());
      ids.addAll(ids(page));
      at = link(page, "next");
    }
    return ids;
  }

  static List<String> ids(JsonNode page) {
    return page.get("features").valueStream().map(f -> f.get("id").asString()).toList();
  }

  static Optional<String> link(JsonNode document, String relation) {
    return document.get("links").valueStream().filter(l -> l.get("rel").asString().equals(relation))
        .map(l -> l.get("href").asString()).findFirst();
  }

  static List<String> relations(JsonNode document) {
    return document.get("links").valueStream().map(l -> l.get("rel").asString()).toList();
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static String word(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
