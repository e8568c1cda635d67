package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.Schemas;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/openapi.json} tells all that the addresses take and answer, and tells it truthfully. */
class ApiDescriptionTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      430281102200,430281102000,石桥村委会,village,f,f,113.60,27.74
      """;
  private static final Set<String> REFUSING_WHAT_THEY_DO_NOT_KNOW = Set.of("/tiles/relief/{z}/{x}/{y}.png", "/api/search", "/api/suggest", "/api/same-names", "/api/reverse",
      "/api/site", "/api/map-days", "/api/map-bases", "/api/places/{code}", "/api/reports/{receipt}", "/api/audit", "/api/audit/mine", "/api/audit/export", "/api/audit/verification", "/api/audit/anchor", "/api/error-reports", "/api/error-reports/answered", "/api/unfound",
      "/tiles/{set}.json", "/tiles/{set}/style.json", "/tiles/{set}/{z}/{x}/{y}.mvt");
  private static final Pattern TAKEN = Pattern.compile("可用的(?:参数)?是 ([a-z、]+)");
  /** Path, query and status. */
  private static final String ASKED = """
      /api/search q=王仙 200
      /api/search q=王仙&limit=1&division=43&class=21500&bbox=113,27,114,28&near=113.1,27.8 200
      /api/search - 400
      /api/suggest - 400
      /api/suggest q= 200
      /api/search q= 200
      /api/search q=a&limit=50 200
      /api/search limit=0 400
      /api/search limit=51 400
      /api/search limit= 400
      /api/search division=4 400
      /api/search bbox=1,2,3 400
      /api/search q=a&bbox=1e2,2.7e1,1.1e2,28 200
      /api/search near=1,2,3 400
      /api/search near=1e999,2 400
      /api/search cursor=abc 400
      /api/search nope=1 400
      /api/search q=%00 400
      /api/search q=%FF 400
      /api/suggest q=wx 200
      /api/suggest q=a&q=b 400
      /api/reverse lon=113.59&lat=27.73 200
      /api/reverse lon=113.59&lat=27.73&date=2016-07-31&limit=3 200
      /api/reverse lon=0&lat=0 200
      /api/reverse - 400
      /api/reverse lon=181&lat=0 400
      /api/reverse lon=1&lat=-90.5 400
      /api/reverse lon=1&lat=1&date=2016-02-30 400
      /api/reverse lon=1&lat=1&date= 400
      /api/reverse lon=113.59&lat=27.73&tolerance=1000 200
      /api/reverse lon=1&lat=1&tolerance=1001 400
      /api/reverse lon=1&lat=1&tolerance=x 400
      /api/same-names name=石桥村 200
      /api/same-names name=石桥村&division=43&limit=200 200
      /api/same-names - 400
      /api/same-names name= 400
      /api/same-names name=a&limit=201 400
      /api/site - 200
      /api/map-days - 200
      /api/map-bases - 200
      /api/audit - 200
      /api/audit kind=import 400
      /api/audit from=2016-02-30 400
      /api/audit limit=200&action=import&kind=act&from=2016-01-01&to=2100-01-01 200
      /api/audit limit=201 400
      /api/audit/mine - 200
      /api/audit/mine account=boss 400
      /api/audit/verification - 200
      /api/audit/export account=nobody 400
      /api/places/{code} - 200
      /api/places/P00 - 404
      /api/reports/AAAA-AAAA-AAAA - 404
      /tiles/{set}.json - 200
      /tiles/{set}.json layers=x 400
      /tiles/{set}/style.json - 200
      /tiles/{set}/style.json layers=place 200
      /tiles/{set}/style.json datetime=x 400
      /tiles/{set}/{z}/{x}/{y}.mvt datetime=x 400
      /tiles/{set}/0/0/0.mvt layers=place 200
      /tiles/relief/3/0/0.png - 404
      /tiles/relief/7/0/0.png - 204
      """;
  private static final String MISSING = "00000000-0000-7000-8000-000000000000";

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private Accounts accounts;
  private JsonNode api;
  private Schemas schemas;
  private final Map<String, Browser> browsers = new HashMap<>();

  @BeforeEach
  void fill() throws Exception {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("auditor", "审计员", "a-long-password", Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("clerk", "办事员", "a-long-password", Role.PLACE_NAME_CLERK, "");
    api = json(send("GET", "/api/openapi.json", "", null));
    schemas = new Schemas(api);
  }

  private HttpResponse<String> send(String method, String address, String login, String form, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address));
    if (!login.isEmpty()) {
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((login + ":a-long-password").getBytes(StandardCharsets.UTF_8)));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (form != null) {
      request.header("Content-Type", "multipart/form-data; boundary=cut");
    }
    return HttpClient.newHttpClient().send(request.method(method, form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form)).build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private void eachOperation(BiConsumer<String, JsonNode> told) {
    api.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation ->
        told.accept(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue())));
  }

  @Test
  void everyOperationTellsItsParametersAndItsRefusals() {
    List<String> names = new ArrayList<>();
    eachOperation((name, operation) -> {
      names.add(operation.get("operationId").asString());
      assertThat(operation.get("summary").asString()).as(name).containsPattern("\\p{IsHan}");
      assertThat(name).doesNotEndWith("/");
      Set<String> placed = new TreeSet<>(Pattern.compile("\\{([a-z]+)}").matcher(name).results().map(r -> r.group(1)).toList());
      for (JsonNode parameter : operation.path("parameters")) {
        String of = name + " " + parameter.get("name").asString();
        assertThat(parameter.get("description").asString()).as(of).containsPattern("\\p{IsHan}");
        JsonNode schema = parameter.get("schema");
        assertThat(Schemas.types(schema)).as(of).isNotEmpty();
        if (parameter.get("in").asString().equals("path")) {
          assertThat(parameter.get("required").asBoolean()).as(of).isTrue();
          placed.remove(parameter.get("name").asString());
        }
        if (parameter.has("example")) {
          assertThat(schemas.faults(value(parameter.get("example").asString(), schema), schema)).as(of).isEmpty();
        }
      }
      assertThat(placed).as(name).isEmpty();
      Map<String, JsonNode> answers = new TreeMap<>();
      operation.get("responses").properties().forEach(r -> answers.put(r.getKey(), r.getValue()));
      assertThat(answers).as(name).containsKeys("400", "500", "503");
      assertThat(answers.keySet()).as(name).anyMatch(status -> status.startsWith("2"));
      answers.forEach((status, answer) -> {
        assertThat(answer.get("description").asString()).as(name + " " + status).containsPattern("\\p{IsHan}");
        if (status.compareTo("400") >= 0) {
          assertThat(answer.get("content").propertyNames()).as(name + " " + status).containsExactly("application/problem+json");
          assertThat(schemas.resolve(answer.at("/content/application~1problem+json/schema")).get("required").size()).isEqualTo(3);
        } else {
          answer.path("content").forEach(content -> assertThat(content.has("schema")).as(name + " " + status).isTrue());
        }
      });
      assertThat(answers.get("503").get("headers").has("Retry-After")).isTrue();
    });
    assertThat(names).doesNotHaveDuplicates().contains("search", "suggest", "reverse", "sameNames", "place", "site", "startImport").noneMatch(n -> n.matches(".*_[0-9]+"));
  }

  /** As the value stands in an address. */
  private static JsonNode value(String text, JsonNode schema) {
    JsonMapper mapper = JsonMapper.shared();
    if (Schemas.types(schema).contains("array")) {
      List<JsonNode> parts = Pattern.compile(",").splitAsStream(text).map(part -> value(part, schema.get("items"))).toList();
      return mapper.valueToTree(parts);
    }
    return Schemas.types(schema).contains("string") ? mapper.valueToTree(text) : mapper.readTree(text);
  }

  @Test
  void parametersToldAreThoseThatAreTaken() {
    Set<String> refusing = new TreeSet<>();
    eachOperation((name, operation) -> {
      if (!name.startsWith("GET ") || name.contains("/imports")) {
        return;
      }
      String path = name.substring(4);
      String filled = path.replace("{set}", "base").replace("{code}", code()).replace("{receipt}", "AAAA-AAAA-AAAA").replaceAll("\\{[zxy]}", "7").replace("{id}", MISSING);
      HttpResponse<String> refused = ask(filled + "?nope=1");
      Set<String> told = new TreeSet<>();
      operation.path("parameters").forEach(p -> {
        if (p.get("in").asString().equals("query")) {
          told.add(p.get("name").asString());
        }
      });
      if (refused.statusCode() == 400) {
        refusing.add(path);
        if (refused.body().contains("不用参数")) {
          assertThat(told).as(path).isEmpty();
          return;
        }
        String taken = TAKEN.matcher(refused.body()).results().map((MatchResult r) -> r.group(1)).findFirst().orElseThrow();
        assertThat(told).as(path).containsExactlyInAnyOrder(taken.split("、"));
      } else {
        assertThat(told).as(path).isEmpty();
      }
    });
    assertThat(refusing).isEqualTo(new TreeSet<>(REFUSING_WHAT_THEY_DO_NOT_KNOW));
    String layers = api.at("/paths/~1tiles~1{set}.json/get/parameters").valueStream().filter(p -> p.get("name").asString().equals("layers")).findFirst()
        .orElseThrow().at("/schema/items/enum").valueStream().map(JsonNode::asString).reduce((a, b) -> a + "、" + b).orElseThrow();
    assertThat(ask("/tiles/base.json?layers=nope").body()).contains("可用的是 " + layers + "，");
  }

  private Browser browser(String login) {
    return browsers.computeIfAbsent(login, who -> Browser.of(port, who, "a-long-password"));
  }

  private String code() {
    return database().sql("SELECT code FROM place ORDER BY code LIMIT 1").query(String.class).single();
  }

  private HttpResponse<String> ask(String address) {
    try {
      return address.startsWith("/api/audit") || address.startsWith("/api/map-bases") ? browser("auditor").get(address).raw()
          : address.startsWith("/api/error-reports") || address.startsWith("/api/unfound") ? browser("clerk").get(address).raw() : send("GET", address, "", null);
    } catch (Exception failed) {
      throw new IllegalStateException(address, failed);
    }
  }

  /** As what a body does not tell is refused (access.EndpointsTest). */
  @Test
  void bodiesInJsonTellThatTheyHaveNoOtherMembers() {
    List<String> closed = new ArrayList<>();
    eachOperation((name, operation) -> {
      JsonNode body = operation.at("/requestBody/content/application~1json/schema");
      if (!body.isMissingNode()) {
        assertThat(schemas.resolve(body).get("additionalProperties")).as(name).hasToString("false");
        closed.add(name);
      }
    });
    assertThat(closed).contains("POST /api/reports", "PUT /api/admin/site");
    for (String held : List.of("BaseWanted", "PositionRuleWanted")) {
      assertThat(api.at("/components/schemas/" + held + "/additionalProperties")).as(held).hasToString("false");
    }
  }

  @Test
  void answersAreThoseThatAreTold() throws Exception {
    for (String asked : ASKED.strip().split("\n")) {
      String[] parts = asked.split(" ");
      String query = parts[1].equals("-") ? "" : "?" + encoded(parts[1]);
      String address = parts[0].replace("{set}", "base").replace("{code}", code()).replaceAll("\\{[zxy]}", "0");
      String told = parts[0].replace("/P00", "/{code}").replace("/AAAA-AAAA-AAAA", "/{receipt}").replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt").replaceAll("relief/[0-9]/0/0", "relief/{z}/{x}/{y}");
      check("get", told, ask(address + query), Integer.parseInt(parts[2]));
    }
  }

  @Test
  void answersOfTheImportAreThoseThatAreTold() throws Exception {
    assertThat(api.at("/paths/~1api~1imports/post/requestBody/required").asBoolean()).isTrue();
    assertThat(api.at("/paths/~1api~1imports/post/requestBody/content/multipart~1form-data/schema/properties/file/minItems").asInt()).isEqualTo(1);
    String file = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n" + LIST + "\r\n--cut--\r\n";
    check("get", "/api/imports/profiles", send("GET", "/api/imports/profiles", "", null), 401);
    check("get", "/api/imports/profiles", send("GET", "/api/imports/profiles", "clerk", null), 403);
    check("get", "/api/imports/profiles", send("GET", "/api/imports/profiles", "boss", null), 200);
    check("post", "/api/imports", send("POST", "/api/imports?profile=villages-2016", "", file), 401);
    check("post", "/api/imports", send("POST", "/api/imports", "boss", file), 400);
    check("post", "/api/imports", send("POST", "/api/imports?profile=nope", "boss", file), 422);
    check("post", "/api/imports", send("POST", "/api/imports?profile=villages-2016", "boss", null, "Content-Type", "text/plain"), 415);
    HttpResponse<String> started = send("POST", "/api/imports?profile=villages-2016&dryRun=true", "boss", file);
    check("post", "/api/imports", started, 202);
    String own = started.headers().firstValue("location").orElseThrow();
    check("get", "/api/imports/{id}", send("GET", own, "boss", null), 200);
    for (int i = 0; i < 200 && json(send("GET", own, "boss", null)).get("state").asString().matches("waiting|running"); i++) {
      Thread.sleep(50);
    }
    check("get", "/api/imports/{id}", send("GET", own, "boss", null), 200);
    check("get", "/api/imports/{id}/{report}", send("GET", own + "/report.csv", "boss", null), 200);
    check("get", "/api/imports/{id}/{report}", send("GET", own + "/report.json", "boss", null), 200);
    check("delete", "/api/imports/{id}", send("DELETE", own, "boss", null), 409);
    for (String method : List.of("get", "delete")) {
      check(method, "/api/imports/{id}", send(method.toUpperCase(Locale.ROOT), "/api/imports/" + MISSING, "boss", null), 404);
    }
    check("get", "/api/imports/{id}/{report}", send("GET", "/api/imports/" + MISSING + "/report.csv", "boss", null), 404);
  }

  @Test
  void answersToAReportAreThoseThatAreTold() throws Exception {
    String report = "{\"place\": \"%s\", \"what\": \"name\", \"text\": \"x\"}".formatted(code());
    HttpResponse<String> taken = report(report, "application/json");
    check("post", "/api/reports", taken, 201);
    check("get", "/api/reports/{receipt}", send("GET", taken.headers().firstValue("location").orElseThrow(), "", null), 200);
    check("post", "/api/reports", report("{}", "application/json"), 422);
    check("post", "/api/reports", report("{", "application/json"), 400);
    check("post", "/api/reports", report("x".repeat(40_000), "application/json"), 413);
    check("post", "/api/reports", report("x", "text/plain"), 415);
  }

  private HttpResponse<String> report(String body, String type) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/reports")).header("Content-Type", type)
        .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  @Test
  void aPlaceThatHasGoneIsToldWhere() throws Exception {
    List<String> codes = database().sql("SELECT code FROM place ORDER BY code LIMIT 2").query(String.class).list();
    database().sql("UPDATE place SET status = 'merged', successor_id = (SELECT id FROM place WHERE code = ?) WHERE code = ?").params(codes.get(1), codes.get(0)).update();
    HttpResponse<String> moved = send("GET", "/api/places/" + codes.get(0), "", null);
    check("get", "/api/places/{code}", moved, 301);
    assertThat(moved.headers().firstValue("location")).hasValue("/api/places/" + codes.get(1));
    database().sql("UPDATE place SET status = 'retired', successor_id = NULL WHERE code = ?").params(codes.get(0)).update();
    check("get", "/api/places/{code}", send("GET", "/api/places/" + codes.get(0), "", null), 410);
  }

  @Test
  void aFormatThatIsNotThereIsRefused() throws Exception {
    for (String path : List.of("/api/search?q=a", "/api/site", "/api/places/" + code())) {
      check("get", path.replace(code(), "{code}").replaceFirst("[?].*", ""), send("GET", path, "", null, "Accept", "image/png"), 406);
    }
  }

  /** Whatever the statement waits for, the time limit of the reading role ends it. */
  @Test
  void aQueryBeyondItsTimeLimitIsToldToComeAgain() throws Exception {
    try (Connection locked = asApp()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("RESET ROLE; LOCK TABLE place IN ACCESS EXCLUSIVE MODE");
      HttpResponse<String> answer = send("GET", "/api/places/P000000000001", "", null);
      check("get", "/api/places/{code}", answer, 503);
      assertThat(answer.body()).contains("时限");
      assertThat(answer.headers().firstValueAsLong("retry-after")).hasValue(5);
      locked.rollback();
    }
  }

  private void check(String method, String path, HttpResponse<String> answer, int status) {
    String what = method + " " + answer.uri() + " " + answer.body().substring(0, Math.min(300, answer.body().length()));
    assertThat(answer.statusCode()).as(what).isEqualTo(status);
    JsonNode told = api.get("paths").get(path).get(method).get("responses").get(String.valueOf(status));
    assertThat(told).as(what).isNotNull();
    told.path("headers").properties().stream().filter(h -> h.getValue().path("required").asBoolean(false)).forEach(h ->
        assertThat(answer.headers().firstValue(h.getKey())).as(what).isPresent());
    if (!told.has("content")) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
    assertThat(told.get("content").propertyNames()).as(what).contains(type);
    if (type.endsWith("json")) {
      assertThat(schemas.faults(json(answer), told.get("content").get(type).get("schema"))).as(what).isEmpty();
    }
  }

  private static String encoded(String query) {
    StringBuilder encoded = new StringBuilder();
    query.codePoints().forEach(c -> encoded.append(c < 128 ? Character.toString(c) : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)));
    return encoded.toString();
  }
}
