package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Deputies of people who are away. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class DelegationsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String ADDRESS = "/api/delegations";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private Jurisdictions jurisdictions;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("away", "审核人", PASSWORD, Role.REVIEWER, "4302");
    accounts.createIfAbsent("deputy", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("chief-away", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("chief-deputy", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "4302");
    accounts.createIfAbsent("safety-deputy", "安全管理员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("beside", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "4303");
    database().sql("UPDATE account SET disabled_at = NULL WHERE login = 'away'").update();
  }

  private Browser as(String login) {
    return Browser.of(port, login, PASSWORD);
  }

  private static Map<String, Object> to(String deputy) {
    return Map.of("deputy", deputy, "to", OffsetDateTime.now().plusDays(3).toString(), "reason", "出差");
  }

  private SignedIn person(String login) {
    UUID id = accounts.findSecret(login).orElseThrow().account().id();
    return accounts.find(id, Integer.toString(accounts.credentials(id)), false).orElseThrow();
  }

  @Test
  void theDeputyActsWithTheRightsOfTheAbsentOnTopOfHisOwn() {
    Answer given = as("away").post(ADDRESS, to("deputy"));
    assertThat(given.status()).as(given.raw().body()).isEqualTo(201);
    SignedIn deputy = person("deputy");
    assertThat(jurisdictions.find(deputy, Role.PLACE_NAME_CLERK, "430281102")).hasValueSatisfying(m -> assertThat(m.onBehalfOf()).isNull());
    assertThat(jurisdictions.find(deputy, Role.REVIEWER, "430202")).hasValueSatisfying(m -> {
      assertThat(m.by().login()).isEqualTo("deputy");
      assertThat(m.onBehalfOf().login()).isEqualTo("away");
    });
    assertThat(jurisdictions.find(deputy, Role.PLACE_NAME_CLERK, "430202")).as("his own role reaches no farther").isEmpty();
    assertThat(jurisdictions.find(deputy, Role.REVIEWER, "4303")).isEmpty();
    assertThat(deputy.getAuthorities().stream().map(Object::toString)).contains("ROLE_PLACE_NAME_CLERK", "ROLE_REVIEWER");
    assertThat(as("deputy").get("/api/session").json().at("/actingFor/0/login").asString()).isEqualTo("away");
    assertThat(as("deputy").get(ADDRESS).json().get("delegations")).hasSize(1);
    assertThat(person("beside").mandates()).hasSize(1);
  }

  @Test
  void itEndsByItselfAndWithTheAccountOfTheAbsentAndWheneverOneOfThemLikes() {
    String id = as("away").post(ADDRESS, to("deputy")).json().get("id").asString();
    database().sql("UPDATE delegation SET valid = tstzrange(now() - interval '2 days', clock_timestamp())").update();
    assertThat(person("deputy").mandates()).as("over").hasSize(1);
    database().sql("UPDATE delegation SET valid = tstzrange(now() + interval '1 hour', now() + interval '2 days')").update();
    assertThat(person("deputy").mandates()).as("not yet").hasSize(1);
    database().sql("UPDATE delegation SET valid = tstzrange(now() - interval '1 hour', now() + interval '2 days')").update();
    assertThat(person("deputy").mandates()).hasSize(2);
    database().sql("UPDATE account SET disabled_at = now() WHERE login = 'away'").update();
    assertThat(person("deputy").mandates()).as("the absent has no rights any more").hasSize(1);
    database().sql("UPDATE account SET disabled_at = NULL WHERE login = 'away'").update();
    assertThat(as("beside").delete(ADDRESS + "/" + id, null).status()).isEqualTo(404);
    assertThat(as("deputy").delete(ADDRESS + "/" + id, null).status()).isEqualTo(204);
    assertThat(as("away").delete(ADDRESS + "/" + id, null).status()).isEqualTo(204);
    assertThat(person("deputy").mandates()).hasSize(1);
    assertThat(database().sql("SELECT action FROM audit WHERE object LIKE 'delegation:%' ORDER BY at").query(String.class).list())
        .containsExactly("delegation.create", "delegation.end");
  }

  @Test
  void theSamePersonIsAskedOnceForTheSameTime() {
    Browser away = as("away");
    String id = away.post(ADDRESS, to("deputy")).json().get("id").asString();
    Answer twice = away.post(ADDRESS, to("deputy"));
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.detail()).contains("“deputy”", "先结束");
    assertThat(away.get(ADDRESS).json().get("delegations")).hasSize(1);
    OffsetDateTime after = OffsetDateTime.now().plusDays(4);
    assertThat(away.post(ADDRESS, Map.of("deputy", "deputy", "from", after.toString(), "to", after.plusDays(1).toString(), "reason", "又出差")).status()).isEqualTo(201);
    assertThat(away.post(ADDRESS, to("beside")).status()).as("somebody else").isEqualTo(201);
    assertThat(away.delete(ADDRESS + "/" + id, null).status()).isEqualTo(204);
    assertThat(away.post(ADDRESS, to("deputy")).status()).as("once the other has ended").isEqualTo(201);
  }

  @Test
  void theAuditTellsWhoActedAndForWhom() {
    Map<String, Object> beyond = Map.of("login", "hunan", "displayName", "省厅", "role", "reader", "jurisdiction", "43", "reason", "到岗");
    assertThat(as("chief-deputy").post("/api/admin/accounts", beyond).status()).isEqualTo(403);
    as("chief-away").post(ADDRESS, to("chief-deputy"));
    assertThat(as("chief-deputy").post("/api/admin/accounts", beyond).status()).isIn(201, 409);
    assertThat(as("chief-deputy").post("/api/admin/accounts/" + accounts.findSecret("hunan").orElseThrow().account().id() + "/password-reset", Map.of("reason", "忘了")).status()).isEqualTo(200);
    assertThat(database().sql("SELECT a.login || ' for ' || b.login FROM audit JOIN account a ON a.id = account_id JOIN account b ON b.id = (detail->>'onBehalfOf')::uuid WHERE action = 'password.reset'")
        .query(String.class).list()).containsExactly("chief-deputy for chief-away");
  }

  @Test
  void theAuditNamesThePeopleInsteadOfTheirNumbers() {
    accounts.createIfAbsent("auditor", "审计员", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    Browser away = as("away");
    String id = away.post(ADDRESS, to("deputy")).json().get("id").asString();
    away.delete(ADDRESS + "/" + id, null);
    as("chief-away").post(ADDRESS, to("chief-deputy"));
    UUID hunan = UUID.fromString(as("chief-away").post("/api/admin/accounts",
        Map.of("login", "hunan-" + id.substring(30), "displayName", "省厅", "role", "reader", "jurisdiction", "43", "reason", "到岗")).json().at("/account/id").asString());
    assertThat(as("chief-deputy").post("/api/admin/accounts/" + hunan + "/password-reset", Map.of("reason", "忘了")).status()).isEqualTo(200);

    Browser auditor = as("auditor");
    for (String action : List.of("delegation.create", "delegation.end")) {
      JsonNode entry = auditor.get("/api/audit?object=delegation:" + id + "&action=" + action).json().path("entries").get(0);
      assertThat(entry.path("names").path(id).asString()).as(action).isEqualTo("审核人 → 干部");
    }
    JsonNode given = auditor.get("/api/audit?object=delegation:" + id + "&action=delegation.create").json().path("entries").get(0);
    assertThat(given.path("names").path(given.path("detail").path("deputy").asString()).asString()).isEqualTo("干部");
    JsonNode reset = auditor.get("/api/audit?action=password.reset").json().path("entries").get(0);
    assertThat(reset.path("names").path(hunan.toString()).asString()).isEqualTo("省厅");
    assertThat(reset.path("names").path(reset.path("detail").path("onBehalfOf").asString()).asString()).isEqualTo("系统管理员");
    assertThat(as("safety-deputy").get("/api/audit?action=password.reset").json().path("entries").get(0).path("names").path(hunan.toString()).asString()).isEqualTo("省**");
    String unknown = "/api/admin/accounts/" + hunan;
    assertThat(as("deputy").get(unknown).status()).isEqualTo(403);
    assertThat(as("deputy").get("/api/audit/mine?action=access.refused").json().path("entries").get(0).path("names")).as("nobody learns names by guessing").isEmpty();
  }

  @Test
  void noDeputyChangesTheRightsOfWhomHeStandsInFor() {
    as("chief-away").post(ADDRESS, to("chief-deputy"));
    String own = "/api/admin/accounts/" + accounts.findSecret("chief-deputy").orElseThrow().account().id();
    String absent = "/api/admin/accounts/" + accounts.findSecret("chief-away").orElseThrow().account().id();
    Browser deputy = as("chief-deputy");
    Map<String, Object> raised = Map.of("displayName", "a", "role", "system_administrator", "jurisdiction", "", "disabled", false, "reason", "x");
    assertThat(deputy.put(own, raised, "If-Match", deputy.get(own).header("ETag")).status()).isEqualTo(403);
    assertThat(deputy.post(absent + "/password-reset", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(deputy.get("/api/imports/profiles").status()).as("an import knows one author only").isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"chief-away,deputy", "chief-away,safety-deputy", "deputy,chief-deputy", "away,safety-deputy"})
  void rightsOfAdministratorsStayAmongTheirKind(String absent, String deputy) {
    assertThat(as(absent).post(ADDRESS, to(deputy)).status()).isEqualTo(403);
    database().sql("INSERT INTO delegation (id, account_id, deputy_id, valid, reason) SELECT gen_random_uuid(), a.id, d.id, tstzrange(now() - interval '1 h', now() + interval '1 h'), 'x' FROM account a, account d WHERE a.login = ? AND d.login = ?")
        .params(absent, deputy).update();
    assertThat(person(deputy).mandates()).as("also where their roles have changed since").hasSize(1);
  }

  @Test
  void aBadWishIsToldWithItsMembers() {
    Browser away = as("away");
    Answer refused = away.post(ADDRESS, Map.of("deputy", "nobody", "to", "2020-01-01T00:00:00Z"));
    assertThat(refused.json().get("errors").valueStream().map(e -> e.get("parameter").asString())).containsExactlyInAnyOrder("deputy", "to", "reason");
    assertThat(away.post(ADDRESS, to("away")).json().at("/errors/0/parameter").asString()).isEqualTo("deputy");
    assertThat(away.post(ADDRESS, Map.of("deputy", "deputy", "to", "tomorrow", "reason", "x")).status()).isEqualTo(400);
    assertThat(away.post(ADDRESS, Map.of("deputy", "deputy", "to", OffsetDateTime.now().plusDays(400).toString(), "reason", "x")).status()).isEqualTo(400);
    assertThat(away.post(ADDRESS, Map.of("deputy", "deputy", "to", "2026-12-31", "reason", "x")).detail()).contains("to 要是带时区的时刻，如 2026-12-31T18:00:00+08:00");
    for (Object to : List.of("", List.of(), 1_900_000_000, true)) {
      assertThat(away.post(ADDRESS, Map.of("deputy", "deputy", "to", to, "reason", "x")).json().path("errors").findValuesAsString("parameter")).as("%s", to).containsExactly("to");
    }
    assertThat(List.of(new Browser(port).get(ADDRESS).status(), away.get(ADDRESS + "/x").status())).containsExactly(401, 405);
  }
}
