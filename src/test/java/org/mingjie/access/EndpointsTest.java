package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.mingjie.Schemas;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * Who may call which address: every one that is mapped stands in a table of its rule, and each is tried as nobody and as every role,
 * with the whole registry, within the jurisdiction and beside it.
 */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class EndpointsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  /** Of the account and the key that are asked for. */
  private static final String PLACE = "430281";

  /** What of it an address takes fits it, so that nothing but the right decides. */
  private static final Map<String, Object> MEMBERS = Map.of("login", "target2", "displayName", "对象", "role", "reader", "jurisdiction", PLACE,
      "disabled", false, "reason", "核对", "name", "核对", "scopes", List.of(), "outcome", "");

  /**
   * @param rule {@code public}, {@code sent} (anybody may send to it), {@code anyone} (in the chain of sessions), {@code signed-in}, {@code step} (of a sign-in that is not
   *     complete), or roles with commas between them
   * @param reach {@code -}, {@code jurisdiction} or {@code whole}
   */
  private record Endpoint(String method, String pattern, String rule, String reach) {

    String name() {
      return method + " " + pattern;
    }

    boolean allows(Role role, String jurisdiction) {
      boolean may = rule.equals("signed-in") || List.of(rule.split(",")).contains(role.code());
      return may && switch (reach) {
        case "-" -> true;
        case "jurisdiction" -> PLACE.startsWith(jurisdiction);
        case "whole" -> jurisdiction.isEmpty();
        default -> throw new IllegalArgumentException(reach);
      };
    }
  }

  private record Person(Role role, String jurisdiction, Browser browser) {}

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private ApplicationContext context;

  private static List<Endpoint> table() throws IOException {
    try (InputStream in = Objects.requireNonNull(EndpointsTest.class.getResourceAsStream("/access/endpoints.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" +")).map(part -> new Endpoint(part[0], part[1], part[2], part[3])).toList();
    }
  }

  private Set<String> mapped() {
    Set<String> mapped = new TreeSet<>();
    context.getBeansOfType(RequestMappingHandlerMapping.class).values().forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> {
      List<String> methods = info.getMethodsCondition().getMethods().isEmpty() ? List.of("ANY")
          : info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
      methods.forEach(method -> info.getPatternValues().forEach(pattern -> mapped.add(method + " " + pattern)));
    }));
    return mapped;
  }

  @Test
  void everyMappedAddressStandsInTheTableWithItsRule() throws IOException {
    assertThat(new TreeSet<>(table().stream().map(Endpoint::name).toList())).isEqualTo(mapped());
  }

  @Test
  void eachAddressIsOpenToThoseWhomTheTableNamesAndToNobodyElse() throws IOException {
    List<Person> people = people();
    List<String> wrong = new ArrayList<>();
    Set<String> sentTo = table().stream().filter(e -> e.rule().equals("sent")).map(Endpoint::pattern).collect(Collectors.toSet());
    for (Endpoint endpoint : table()) {
      if (endpoint.rule().equals("public")) {
        checkPublic(endpoint, sentTo.contains(endpoint.pattern()), wrong);
        continue;
      }
      if (endpoint.rule().equals("sent")) {
        int status = new Browser(port).send(endpoint.method(), endpoint.pattern(), MEMBERS).status();
        if (status != 415 && status != 422) { // the bodies that they take are of other forms
          wrong.add(endpoint.name() + " is not open to what anybody sends: " + status);
        }
        continue;
      }
      Answer nobody = ask(new Browser(port), endpoint);
      boolean anyone = endpoint.rule().equals("anyone");
      if (isRefused(nobody) == anyone) {
        wrong.add(endpoint.name() + " as nobody: " + nobody.status());
      }
      for (Person person : anyone ? List.<Person>of() : people) {
        Answer answer = ask(person.browser(), endpoint);
        if (isRefused(answer) == endpoint.allows(person.role(), person.jurisdiction()) || answer.status() >= 500) {
          wrong.add("%s as %s of “%s”: %d %s".formatted(endpoint.name(), person.role().code(), person.jurisdiction(), answer.status(), answer.detail()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What is misspelt would be dropped else, and the act be done without it. */
  @Test
  void aMemberThatABodyDoesNotHaveIsRefusedByItsName() throws IOException {
    List<Person> people = people();
    List<String> taking = new ArrayList<>();
    for (Endpoint endpoint : table()) {
      Map<String, Object> body = body(endpoint);
      if (endpoint.rule().equals("step") || body.isEmpty()) {
        continue;
      }
      body.put("Reason", "核对");
      Browser browser = people.stream().filter(p -> endpoint.allows(p.role(), p.jurisdiction())).findFirst().map(Person::browser).orElseGet(() -> new Browser(port));
      Answer answer = ask(browser, endpoint, body);
      assertThat(answer.status()).as(endpoint + answer.raw().body()).isEqualTo(400);
      assertThat(answer.json().path("errors").valueStream().map(e -> e.path("parameter").asString()).toList()).as(endpoint.name()).containsExactly("Reason");
      assertThat(answer.detail()).as(endpoint.name()).contains("没有 Reason 这一项，可用的是 ");
      taking.add(endpoint.name());
    }
    assertThat(taking).hasSizeGreaterThan(14);
  }

  @Test
  void anAddressThatNobodyNamedIsClosedToAll() {
    for (Person person : people().stream().filter(p -> p.jurisdiction().isEmpty()).toList()) {
      for (String path : List.of("/api/nope", "/api/admin/nope", "/api/admin", "/api/session/nope", "/actuator", "/h2-console")) {
        assertThat(person.browser().get(path).status()).as(path + " as " + person.role()).isIn(403, 404);
        assertThat(person.browser().post(path, MEMBERS).status()).as(path + " as " + person.role()).isEqualTo(403);
      }
    }
  }

  /** One for each role with the whole registry, within the jurisdiction and beside it. */
  private List<Person> people() {
    List<Person> people = new ArrayList<>();
    accounts.createIfAbsent("target", "对象", PASSWORD, Role.READER, PLACE);
    database().sql("INSERT INTO api_key (id, account_id, name, hint, hash, scopes, per_day, per_minute, expires_at) "
        + "SELECT id, id, 'a', 'mj_', sha256('a'), '{read}', 1, 1, now() + interval '1 day' FROM account WHERE login = 'target'").update();
    database().sql("""
        WITH told AS (
          INSERT INTO source (id, kind, title, rank, state_date, author_id)
          SELECT gen_random_uuid(), 'list', '名单', 30, '2016-07-31', id FROM account WHERE login = 'system' RETURNING id, author_id
        ), of AS (
          INSERT INTO place (id, class_code, importance, province, source_id, author_id) SELECT gen_random_uuid(), '21400', 0.5, '43', id, author_id FROM told
          RETURNING id, source_id, author_id
        ), named AS (
          INSERT INTO name (id, place_id, status, text, valid, source_id, author_id)
          SELECT gen_random_uuid(), id, 'unverified', '对象县', '[2016-07-31,)', source_id, author_id FROM of)
        INSERT INTO division (id, place_id, code, level, province, valid, source_id, author_id)
        SELECT gen_random_uuid(), id, '%s', 3, '43', '[2016-07-31,)', source_id, author_id FROM of""".formatted(PLACE)).update();
    database().sql("""
        INSERT INTO error_report (id, receipt, place_id, what, text, request_hash)
        SELECT a.id, 'AAAA-AAAA-AAAA', p.id, 'name', 'x', sha256('x') FROM account a, place p WHERE a.login = 'target'""").update();
    for (Role role : Arrays.stream(Role.values()).filter(Role::isForPeople).toList()) {
      for (String jurisdiction : List.of("", "4302", "4303")) {
        String login = "m" + jurisdiction + "-" + role.code().toLowerCase(Locale.ROOT);
        accounts.createIfAbsent(login, role.chinese(), PASSWORD, role, jurisdiction);
        people.add(new Person(role, jurisdiction, Browser.of(port, login, PASSWORD)));
      }
    }
    return people;
  }

  private Answer ask(Browser browser, Endpoint endpoint) {
    return ask(browser, endpoint, endpoint.method().equals("GET") ? null : body(endpoint));
  }

  /** Empty where the address takes no JSON. */
  private Map<String, Object> body(Endpoint endpoint) {
    JsonNode api = new Browser(port).get("/api/openapi.json").json();
    JsonNode operation = api.path("paths").path(endpoint.pattern().replaceAll(":[^}/]*}", "}")).path(endpoint.method().toLowerCase(Locale.ROOT));
    JsonNode schema = new Schemas(api).resolve(operation.path("requestBody").path("content").path("application/json").path("schema"));
    Map<String, Object> body = new HashMap<>(MEMBERS);
    body.keySet().retainAll(schema.path("properties").propertyNames());
    return body;
  }

  private static Answer ask(Browser browser, Endpoint endpoint, @Nullable Object body) {
    String id = database().sql("SELECT id::text FROM account WHERE login = 'target'").query(String.class).single();
    String path = endpoint.pattern().replaceAll("\\{id(:[^}]*)?}", id).replaceAll("\\{report:.*", "report.csv");
    path = path.replace("{code}", database().sql("SELECT code FROM place LIMIT 1").query(String.class).optional().orElse("P000000000001"));
    if (!browser.cookies.containsKey(Browser.TOKEN)) {
      browser.get("/api/session");
    }
    return browser.send(endpoint.method(), path, body);
  }

  private static boolean isRefused(Answer answer) {
    return answer.status() == 401 && !answer.json().path("title").asString("").equals("登录名或口令不对") || answer.status() == 403
        || answer.status() == 404 && answer.detail().contains("可用的接口见");
  }

  /** Of the public chain it is told that its addresses are only read. */
  private void checkPublic(Endpoint endpoint, boolean sentTo, List<String> wrong) {
    String path = endpoint.pattern().replaceAll("\\{[^/]*}", "1");
    Answer read = new Browser(port).get(path);
    Answer written = new Browser(port).post(path, null);
    if (read.status() == 401 || read.status() == 403 || !path.equals("/error") && !sentTo && (written.status() != 405 || !written.detail().contains("只供读取"))) {
      wrong.add(endpoint.name() + " is not public: " + read.status() + ", " + written.status());
    }
  }
}
