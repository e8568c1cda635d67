package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.Schemas;
import org.mingjie.problem.Echo;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what the two definitions of the interface allow, and what nobody should send, for every parameter of every
 * operation: no answer may be a fault of the server, each refusal is a problem document, none takes long, and each has a
 * status that the definition tells. What the definition allows is never refused for its parameters; what lies outside of
 * its bounds always is. Addresses are sent as written, for no client library would let most of them pass.
 */
class FuzzTest extends RegistryTest {

  private static final long SEED = 20261128;
  private static final int ROUNDS = 60;
  private static final int CLIENTS = 4;
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** Written into the address as they are. */
  private static final List<String> ABSURD = List.of(
      "", "%20", "%00", "%ED%A0%80", "%ED%B0%80", "%FF%FE", "%C0%AF", "%", "%2", "%zz", "%25", "+", "-0", "-1", "0", "00", "1e309", "-1e309",
      "NaN", "Infinity", "0x1p3", "1d", "2147483648", "9223372036854775808", "99999999999999999999999999999999", "%EF%BC%91", "%D9%A3", "1,2", ",", ",,,", ",,,,,",
      "null", "undefined", "true", "[]", "%5B%5D", "%7B%22a%22:1%7D", "%27", "%27%20OR%201=1--", "%27;DROP%20TABLE%20app.place;--", "1);SELECT%20pg_sleep(9)--",
      "$$", ":limit", "?", "??", "{x}", "%24%7Bjndi:ldap://127.0.0.1/a%7D", "(a%2B)%2B$", "(((((((((((((((((((((a*)*)*)*", "%5B", "%5C", ".*", "%E7%8E%8B%E5%AE%B6", "%F0%A0%AE%B7", "e%CC%81", "%E2%80%AE",
      "..", "%2E%2E", "../../etc/passwd", "..%2F..%2Fetc%2Fpasswd", "%2F", ";a=b", "a;b", "//", "a|b", "<script>alert(1)</script>", "%3Cscript%3E",
      "x".repeat(300), "x".repeat(7_000), "x".repeat(10_000), "%E6%9D%91".repeat(500), "1,".repeat(1_500), "9".repeat(400));

  private static final List<String> NUMBERS = List.of("1", "2", "10", "1000", "10000", "10001", "3.5", "-179.9", "89.99", "180", "-180", "0.0000001", "1e2", "113.25", "27.5", "35");

  /** In the order of the axes of every system. */
  private static final List<String> GOOD_BOXES = List.of("20,30,40,50", "0,0,0,0", "-10,-20,80,85");

  private static final List<String> BOXES = List.of("113,27,114,28", "27,113,28,114", "-180,-90,180,90", "180,90,-180,-90", "170,20,-170,40", "113,27,0,114,28,100",
      "0,0,0,0", "113.2,27.55,113.2,27.55", "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "nan,nan,nan,nan", "12600000,3100000,12700000,3200000", "1e308,1e308,1e308,1e308",
      "-1e308,-1e308,1e308,1e308", "1e-320,0,1,1", "a,b,c,d", "113,27,114,28,", "%20113%20,%2027,114,28", "(113,27,114,28)", "113;27;114;28");

  private static final List<String> DATES = List.of("2000-01-01", "2000-01-01T00:00:00Z", "1990-01-01/..", "../2000-12-31", "/2000-12-31", "2000-12-31/", "1900-01-01/2100-01-01",
      "0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01", "-0001-01-01", "2000-02-30", "2001-01-01/2000-01-01", "..", "../..", "/", "///", "2000-01-01T00:00:00%2B08:00",
      "2000-01-01T00:00:00+18:00", "2000-01-01T23:59:60Z", "now", "9999-12-31/..", "../0001-01-01", "1999-12-31T24:00:00Z");

  private static final List<String> SYSTEMS = List.of("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.opengis.net/def/crs/EPSG/0/4326",
      "http://www.opengis.net/def/crs/EPSG/0/4490", "http://www.opengis.net/def/crs/EPSG/0/3857", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490",
      "http://www.opengis.net/def/crs/EPSG/0/2334", "http://127.0.0.1:1/crs", "file:///etc/passwd", "%5BEPSG:4326%5D");

  @LocalServerPort
  private int port;

  private final List<String> codes = new ArrayList<>();

  private record Answer(int status, String type, String body, Duration took) {}

  @BeforeEach
  void fill() {
    RegistryRows rows = new RegistryRows(database());
    RegistryRows.Row city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    rows.area(city, "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))");
    RegistryRows.Row road = rows.place("云安公路", "23211", "standard", "[2001-05-01,)", "{}");
    rows.shape(road, "line", "LINESTRING(113.7 27.7,113.8 27.8)");
    RegistryRows.Row village = rows.place("新华村", "22200");
    rows.shape(village, "point", "POINT(113.2 27.55)");
    codes.addAll(List.of(city.code(), road.code(), village.code(), "P000000000000", "P00"));
  }

  @Test
  void nothingThatIsSentMakesTheServerFail() throws Exception {
    List<Callable<List<String>>> work = new ArrayList<>();
    for (String definition : List.of("/ogc/api?f=json", "/api/openapi.json")) {
      JsonNode api = JsonMapper.shared().readTree(send("GET", definition).body());
      String base = definition.startsWith("/ogc") ? "/ogc" : "";
      for (var path : api.get("paths").properties()) {
        for (var operation : path.getValue().properties()) {
          work.add(() -> fuzz(operation.getKey().toUpperCase(Locale.ROOT), base + path.getKey(), operation.getValue(), new Schemas(api)));
        }
      }
    }
    assertThat(work).hasSizeGreaterThan(18);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<String> faults = new ArrayList<>();
    try {
      for (Future<List<String>> done : clients.invokeAll(work)) {
        faults.addAll(done.get());
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(faults).as("seed " + SEED).isEmpty();
  }

  private List<String> fuzz(String method, String path, JsonNode operation, Schemas schemas) throws IOException {
    Random random = new Random(SEED ^ (method + path).hashCode());
    List<JsonNode> parameters = operation.path("parameters").valueStream().map(schemas::resolve).toList();
    List<String> faults = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (JsonNode parameter : parameters) { // each absurdity for each parameter, the others as they should be
      for (String absurd : special(parameter)) {
        addresses.add(address(path, parameters, parameter, absurd, random, schemas));
      }
    }
    for (int i = 0; i < ROUNDS; i++) { // anything for anything
      JsonNode one = parameters.isEmpty() ? null : parameters.get(random.nextInt(parameters.size()));
      addresses.add(address(path, parameters, one, pick(ABSURD, random), random, schemas));
      addresses.add(address(path, parameters, null, "", random, schemas) + (random.nextBoolean() ? "" : "&" + pick(ABSURD, random) + "=" + pick(ABSURD, random)));
    }
    for (JsonNode parameter : parameters) {
      if (parameter.get("in").asString().equals("query")) {
        String name = parameter.get("name").asString();
        addresses.add(address(path, parameters, null, "", random, schemas) + ("&" + name + "=1").repeat(1_000));
        addresses.add(address(path, parameters, null, "", random, schemas) + "&" + name + "=1&" + name + "=1");
      }
    }
    for (String address : addresses) {
      faults.add(fault(method, address, send(method, address)));
    }
    boolean open = method.equals("GET") && !operation.has("security"); // whoever has not signed in is told no more
    for (int i = 0; open && i < ROUNDS; i++) { // all as it should be
      // a cursor belongs to one request
      String address = address(path, parameters.stream().filter(p -> !p.get("name").asString().equals("cursor")).toList(), null, "", random, schemas);
      Answer answer = send(method, address);
      boolean allowed = answer.status() != 400 && answer.status() != 406 && operation.get("responses").has(String.valueOf(answer.status()));
      faults.add(allowed ? fault(method, address, answer) : told(method, address, "is within the bounds: " + answer));
    }
    for (JsonNode parameter : open ? parameters : List.<JsonNode>of()) {
      boolean placed = parameter.get("in").asString().equals("path");
      for (String outside : outside(path, parameter, schemas)) {
        if (placed && (outside.isEmpty() || outside.contains("%"))) {
          continue; // another address, or none
        }
        String address = address(path, parameters, parameter, outside, random, schemas);
        Answer answer = send(method, address);
        boolean refused = answer.status() == (placed ? 404 : 400);
        faults.add(refused ? fault(method, address, answer) : told(method, address, "is out of bounds: " + answer.status()));
      }
      if (parameter.get("in").asString().equals("query") && parameter.path("required").asBoolean(false)) {
        String address = address(path, parameters.stream().filter(p -> p != parameter).toList(), null, "", random, schemas);
        faults.add(send(method, address).status() == 400 ? "" : told(method, address, "lacks " + parameter.get("name")));
      }
    }
    return faults.stream().filter(fault -> !fault.isEmpty()).toList();
  }

  private static String told(String method, String address, String fault) {
    return method + " " + Echo.brief(address) + "… " + fault + " " + address.substring(0, Math.min(address.length(), 400));
  }

  /** Values that the schema of a parameter does not allow, escaped. */
  private static List<String> outside(String path, JsonNode parameter, Schemas schemas) {
    JsonNode schema = schemas.resolve(parameter.get("schema"));
    List<String> outside = new ArrayList<>();
    List<String> types = Schemas.types(schema);
    if (types.contains("array")) {
      JsonNode items = schemas.resolve(schema.get("items"));
      int most = schema.path("maxItems").asInt(0);
      if (most > 0) {
        outside.add("1" + ",1".repeat(most));
      }
      outsideOf(items).forEach(value -> outside.add(value + ("," + value).repeat(Math.max(0, schema.path("minItems").asInt(1) - 1))));
    } else {
      outside.addAll(outsideOf(schema));
    }
    // larger limits count as the largest (OGC 17-069r4, requirement fc-limit-response-1)
    return path.startsWith("/ogc") && parameter.get("name").asString().equals("limit")
        ? outside.stream().filter(value -> !value.equals(String.valueOf(ItemsRequest.MOST + 1))).toList() : outside;
  }

  private static List<String> outsideOf(JsonNode schema) {
    List<String> outside = new ArrayList<>();
    List<String> types = Schemas.types(schema);
    if (types.contains("integer") || types.contains("number")) {
      outside.addAll(List.of("", "x", "NaN", "1e", "--1"));
      if (types.contains("integer")) {
        outside.add("1.5");
      }
      if (schema.has("minimum")) {
        outside.add(String.valueOf(schema.get("minimum").asLong() - 1));
      }
      if (schema.has("maximum")) {
        outside.add(String.valueOf(schema.get("maximum").asLong() + 1));
      }
    }
    if (schema.has("enum")) {
      outside.add("nope");
    }
    if (schema.has("maxLength")) {
      outside.add("x".repeat(schema.get("maxLength").asInt() + 1));
    }
    if (schema.path("minLength").asInt(0) > 0) {
      outside.add("");
    }
    if (schema.path("format").asString("").equals("date")) {
      outside.addAll(List.of("x", "2016-02-30", "2016-7-31"));
    }
    if (schema.has("pattern")) {
      Pattern pattern = Pattern.compile(schema.get("pattern").asString());
      Stream.of("", "x", "-1", "%20", "%00", "2016-02-3", "999999999999999").filter(value -> !pattern.matcher(URLDecoder.decode(value, StandardCharsets.UTF_8)).find())
          .forEach(outside::add);
    }
    return outside;
  }

  private static String fault(String method, String address, Answer answer) {
    if (answer.status() >= 500 || answer.status() < 200) {
      return told(method, address, "status " + answer.status());
    }
    if (answer.took().compareTo(LONGEST) > 0) {
      return told(method, address, "took " + answer.took());
    }
    if (answer.status() < 400) {
      return "";
    }
    if (!answer.type().startsWith("application/problem+json")) {
      return told(method, address, answer.status() + " is told as " + answer.type());
    }
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    boolean told = problem.path("status").asInt() == answer.status() && !problem.path("title").asString("").isBlank()
        && !problem.path("detail").asString("").isBlank();
    return told ? "" : told(method, address, "problem is " + answer.body());
  }

  /** An address with a value of its schema for most parameters, and the one given for one of them. */
  private String address(String path, List<JsonNode> parameters, JsonNode special, String value, Random random, Schemas schemas) {
    String filled = path;
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : parameters) {
      String name = parameter.get("name").asString();
      boolean own = parameter == special;
      String in = parameter.get("in").asString();
      if (in.equals("path")) {
        filled = filled.replace("{" + name + "}", own ? value : valid(parameter, random, schemas));
      } else if (in.equals("query") && (own || parameter.path("required").asBoolean(false) || random.nextInt(3) == 0)) {
        query.add(name + "=" + (own ? value : valid(parameter, random, schemas)));
      }
    }
    return filled + "?" + String.join("&", query);
  }

  private List<String> special(JsonNode parameter) {
    String name = parameter.get("name").asString();
    return Stream.of(ABSURD, name.equals("bbox") ? BOXES : name.equals("datetime") ? DATES : name.contains("crs") ? SYSTEMS : NUMBERS)
        .flatMap(List::stream).toList();
  }

  private String valid(JsonNode parameter, Random random, Schemas schemas) {
    String name = parameter.get("name").asString();
    JsonNode schema = schemas.resolve(parameter.path("schema"));
    if (name.equals("bbox")) {
      return schema.has("maxItems") || random.nextBoolean() ? pick(GOOD_BOXES, random) : "20,30,0,40,50,100";
    }
    if (name.equals("near")) {
      return pick(List.of("113.2,27.5", "-180,-90", "180,90", "0,0"), random);
    }
    if (name.equals("datetime")) {
      Pattern pattern = schema.has("pattern") ? Pattern.compile(schema.get("pattern").asString()) : Pattern.compile("");
      return pick(DATES.subList(0, 7).stream().filter(day -> pattern.matcher(day).find()).toList(), random);
    }
    if (name.equals("featureId") || name.equals("code")) {
      return pick(codes, random);
    }
    return value(name, schema, random, schemas);
  }

  private static String value(String name, JsonNode schema, Random random, Schemas schemas) {
    if (schema.has("enum")) {
      return encoded(schema.get("enum").get(random.nextInt(schema.get("enum").size())).asString());
    }
    List<String> types = Schemas.types(schema);
    int least = schema.path("minimum").asInt(0);
    int most = schema.path("maximum").asInt(20);
    if (types.contains("integer")) {
      return String.valueOf(least + random.nextInt(most - least + 1));
    }
    if (types.contains("number")) {
      return String.valueOf(least + random.nextDouble() * (most - least));
    }
    if (types.contains("boolean")) {
      return String.valueOf(random.nextBoolean());
    }
    if (types.contains("array")) {
      JsonNode items = schemas.resolve(schema.get("items"));
      return value(name, items, random, schemas) + "," + value(name, items, random, schemas);
    }
    return switch (name) {
      case "class" -> "22200";
      case "division" -> pick(List.of("43", "4302", "430281"), random);
      case "cursor" -> "MFAwMDAwMDAwMDAyOTI";
      default -> schema.path("format").asString("").equals("date") ? pick(DATES.subList(0, 1), random) : encoded(pick(List.of("王家", "xinhua", "xh", "新华村"), random));
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String pick(List<String> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private Answer send(String method, String address) throws IOException {
    long started = System.nanoTime();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      String body = method.equals("GET") ? "" : "Content-Type: application/json\r\nContent-Length: 2\r\n";
      socket.getOutputStream().write((method + " " + address + " HTTP/1.1\r\nHost: localhost\r\n" + body + "Connection: close\r\n\r\n"
          + (method.equals("GET") ? "" : "{}")).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(all);
      } catch (SocketTimeoutException noAnswer) {
        return new Answer(0, "", "", Duration.ofNanos(System.nanoTime() - started));
      }
      String text = all.toString(StandardCharsets.UTF_8);
      int head = text.indexOf("\r\n\r\n");
      String type = Stream.of(text.substring(0, Math.max(head, 0)).split("\r\n")).filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
          .map(line -> line.substring(13).strip()).findFirst().orElse("");
      boolean chunked = text.substring(0, Math.max(head, 0)).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
      int status = text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
      return new Answer(status, type, unwrapped(text.substring(head + 4), chunked), Duration.ofNanos(System.nanoTime() - started));
    }
  }

  /** Body of an answer in chunks, whose lengths count bytes. */
  private static String unwrapped(String body, boolean chunked) {
    if (!chunked) {
      return body;
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int line = at;
      while (bytes[line] != '\r') {
        line++;
      }
      int length = Integer.parseInt(new String(bytes, at, line - at, StandardCharsets.US_ASCII), 16);
      whole.write(bytes, line + 2, length);
      at = length == 0 ? bytes.length : line + 4 + length;
    }
    return whole.toString(StandardCharsets.UTF_8);
  }
}
