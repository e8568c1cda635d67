package org.mingjie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of ours in somebody's browser: keeps cookies, sends the token back, asks in JSON. Its cookies are open to a test's hands. */
public final class Browser {

  public static final String SESSION = "mingjie-session";
  public static final String TOKEN = "XSRF-TOKEN";

  /** @param json the body, missing where there is none */
  public record Answer(int status, JsonNode json, HttpResponse<String> raw) {

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    public String detail() {
      return json.path("detail").asString("");
    }
  }

  public final Map<String, String> cookies = new LinkedHashMap<>();
  public final Map<String, String> headers = new LinkedHashMap<>();

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  public Browser(int port) {
    this.port = port;
  }

  /** A browser of whoever has this password. */
  public static Browser of(int port, String login, String password) {
    Browser browser = new Browser(port);
    Answer answer = browser.signIn(login, password);
    if (answer.status() != 200) {
      throw new AssertionError(login + " cannot sign in: " + answer.raw().body());
    }
    return browser;
  }

  public Answer signIn(String login, String password) {
    get("/api/session");
    return post("/api/session", Map.of("login", login, "password", password));
  }

  public Answer get(String path, String... more) {
    return send("GET", path, null, more);
  }

  public Answer post(String path, @Nullable Object body, String... more) {
    return send("POST", path, body, more);
  }

  public Answer put(String path, @Nullable Object body, String... more) {
    return send("PUT", path, body, more);
  }

  public Answer delete(String path, @Nullable Object body, String... more) {
    return send("DELETE", path, body, more);
  }

  /** @param more names and values of headers */
  public Answer send(String method, String path, @Nullable Object body, String... more) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining("; ")));
    }
    if (cookies.containsKey(TOKEN) && !headers.containsKey("X-XSRF-TOKEN")) {
      request.header("X-XSRF-TOKEN", cookies.get(TOKEN));
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (more.length > 0) {
      request.headers(more);
    }
    try {
      HttpResponse<String> answer = client.send(request.method(method, body == null ? BodyPublishers.noBody()
          : BodyPublishers.ofString(body instanceof String raw ? raw : JsonMapper.shared().writeValueAsString(body))).build(), BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(answer.statusCode(), JsonMapper.shared().readTree(json ? answer.body() : "{}"), answer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private void keep(String cookie) {
    String[] pair = cookie.split(";", 2)[0].split("=", 2);
    if (pair[1].isEmpty() || cookie.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }
}
